import type { ContextItem } from '@condenser/protocol';
import type { PromptSet } from './prompts/index.ts';

/** The question with the code it is about, each piece fenced and named. */
export function ownWords(
  question: string,
  context: readonly ContextItem[],
  prompts: PromptSet,
): string {
  return [...context.map((item) => contextBlock(item, prompts)), question].join('\n\n');
}

function contextBlock(item: ContextItem, prompts: PromptSet): string {
  const title = item.title ?? fileName(item.uri);
  // LSP counts lines from zero, people from one; an end at character 0 stops before that line.
  const range = item.range;
  const lines = range && {
    first: range.start.line + 1,
    last: Math.max(
      range.end.character === 0 ? range.end.line : range.end.line + 1,
      range.start.line + 1,
    ),
  };
  const fence = fenceFor(item.text);
  const code = `${fence}${item.languageId ?? ''}\n${item.text}\n${fence}`;
  return title === undefined ? code : `${prompts.source(title, lines)}\n${code}`;
}

/** The last part of the path: the rest of it says where the project lies, which is nobody's. */
function fileName(uri: string | undefined): string | undefined {
  const last = uri
    ?.replace(/[?#].*$/, '')
    .split('/')
    .pop();
  if (!last) return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Longer than any fence in the text, so that the text cannot end it. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  return '`'.repeat(longest + 1);
}
