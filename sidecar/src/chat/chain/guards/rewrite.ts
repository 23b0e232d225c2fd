import type { HistoryTurn } from '../chainRequest.ts';

/** A follow-up, its rewrite, and the earlier turns of the conversation, oldest first. */
export interface Rewrite {
  readonly question: string;
  readonly rewrite: string;
  readonly history: readonly HistoryTurn[];
}

/** Labels that models put in front of the rewrite. */
const LABEL = new RegExp(
  [
    '^(?:(?:sure|certainly|of course|okay|ok)[,.!]?\\s+)?',
    '(?:',
    "here(?:['’]s| is)\\s+(?:the|your|a|my)\\s+[^:：\\n]{0,60}",
    "|(?:(?:the|your|my|a)\\s+)?(?:(?:user|person|developer)(?:['’]s)?\\s+(?:is\\s+)?(?:asks|asking|wants to (?:know|ask)|question|follow-up|message)[^:：\\n]{0,30})",
    '|(?:(?:the|your|my)\\s+)?(?:(?:rewritten|standalone|stand-alone|self-contained|rephrased|reformulated|reworded|condensed|complete|full|final|new|revised)\\s+)*',
    '(?:rewritten|standalone|rephrased|rewrite|question|follow-up|follow-up question|message|query|instruction|request|version|q|output|result)',
    '(?:\\s+(?:question|message|instruction|request|rewritten[^:：\\n]{0,30}|is))?',
    '|(?:my\\s+)?(?:next|last)\\s+message|user|用户|我的下一条消息|最后一条消息',
    '|(?:改写|重写|独立|完整|重新表述|补全)[^:：\\n]{0,12}|(?:追问|问题|提问|用户(?:的问题|问的是|想问|的意思)[^:：\\n]{0,6}|完整的意思|完整问题)',
    ')\\s*[:：]\\s*',
  ].join(''),
  'iu',
);

const WRAPPED =
  /^(?:"([^"]+)"|'((?:[^']|(?<=\p{L})'(?=\p{L}))+)'|`([^`]+)`|“([^“”]+)”|‘([^‘’]+)’|「([^「」]+)」|『([^『』]+)』|\*\*([^*]+)\*\*|\*([^*]+)\*|__([^_]+)__)[.。]?$/u;
const EMPHASIZED_LABEL = /^(\*\*|__|\*|#{1,6}\s+)(.{1,60}?[:：])\s*\1?\s*/u;
const FENCED = /^```[\w-]*\n([^\n]+)\n```$/;
const MAX_WRAPPERS = 4;

/**
 * The rewrite without what models put around it: labels, quotation marks, emphasis, a fence, or a
 * JSON object with one text. Any other text is returned as it is.
 */
export function unwrapRewrite(text: string): string {
  let bare = text.trim();
  for (let layer = 0; layer < MAX_WRAPPERS; layer += 1) {
    const inner = unwrapOnce(bare);
    if (inner === bare) break;
    bare = inner;
  }
  return bare;
}

function unwrapOnce(text: string): string {
  const inner = textInJson(text) ?? FENCED.exec(text)?.[1] ?? text;
  const labelled = inner.replace(EMPHASIZED_LABEL, (whole, _mark: string, label: string) =>
    LABEL.test(label) ? '' : whole,
  );
  const bare = labelled.replace(LABEL, '');
  const wrapped = WRAPPED.exec(bare.trim());
  return (wrapped?.slice(1).find((part) => part !== undefined) ?? bare).trim();
}

/** The text of a JSON string, or of an object with exactly one text; else undefined. */
function textInJson(text: string): string | undefined {
  if (!/^[{"[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
    if (typeof value !== 'object' || value === null) return undefined;
    const texts = Object.values(value).filter((part) => typeof part === 'string');
    return texts.length === 1 ? texts[0] : undefined;
  } catch {
    return undefined;
  }
}
