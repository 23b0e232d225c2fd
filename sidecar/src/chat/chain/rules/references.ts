import type { HistoryTurn } from '../chainRequest.ts';

const ORDINAL_WORDS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:the\s+)(?:first|1st|former)\b(?!\s+time)|前者|第\s*[一1]\s*[个種种点條条项項]/iu, 1],
  [/\b(?:the\s+)(?:second|2nd|latter)\b|后者|第\s*[二2]\s*[个種种点條条项項]/iu, 2],
  [/\b(?:the\s+)(?:third|3rd)\b|第\s*[三3]\s*[个種种点條条项項]/iu, 3],
  [/\b(?:the\s+)(?:fourth|4th)\b|第\s*[四4]\s*[个種种点條条项項]/iu, 4],
];
const NUMBERED =
  /\b(?:option|step|point|number|way|method|approach|solution|variant)\s*#?(\d{1,2})\b|(?:方案|选项|步骤|方法)\s*(\d{1,2})|第\s*(\d{1,2})\s*[个種种点條条项項步]/iu;
const OTHER =
  /\b(?:the|that|an)\s?other (?:one|file|option|way|function|method|class|approach|thing)s?\b|\bthe other\b[^\p{L}]*$|另(?:外)?一[个個种種]|另外那|别的那|其他那|不是这个/iu;
const WHICH =
  /\bwhich(?: one| of (?:them|these|those|the two)| is| are| would| should)\b|哪[个個种種一]/iu;
const LIST_ITEM = /^\s*(?:\d{1,2}[.)、]|[-*•])\s+(.+)$/gm;
const MAX_CHARACTERS = 80;

/**
 * The item that "the second one", "option 2" or "the other one" refers to, in the last list or the
 * last pair of alternatives of the conversation. Undefined where there is no such reference or item.
 */
export function referredItem(question: string, turns: readonly HistoryTurn[]): string | undefined {
  const position = positionIn(question);
  const other = pointsAtOther(question);
  if (position === undefined && !other) return undefined;
  const at = turns.findLastIndex((turn) => itemsOf(turn).length >= 2);
  const turn = turns[at];
  if (turn === undefined) return undefined;
  const items = itemsOf(turn);
  return shorten(
    position === undefined ? otherOf(items, turns.slice(at + 1)) : items[position - 1],
  );
}

/** Whether the question refers to "the other one". */
export function pointsAtOther(question: string): boolean {
  return OTHER.test(question);
}

/** The pair that the conversation compared last, where the question asks which of the two. */
export function comparedPair(question: string, turns: readonly HistoryTurn[]): readonly string[] {
  if (!WHICH.test(question)) return [];
  const items = turns.map(itemsOf).findLast((found) => found.length >= 2) ?? [];
  return items.length === 2 ? items : [];
}

/** The position that "the second one" or "option 2" names, from 1; undefined where there is none. */
export function positionIn(question: string): number | undefined {
  const numbered = NUMBERED.exec(question);
  const digits = numbered?.slice(1).find((group) => group !== undefined);
  if (digits !== undefined) return Number(digits);
  return ORDINAL_WORDS.find(([pattern]) => pattern.test(question))?.[1];
}

/** The one of two items that the conversation has not continued with. */
function otherOf(items: readonly string[], since: readonly HistoryTurn[]): string | undefined {
  if (items.length !== 2) return undefined;
  const chosen = since
    .map((turn) => positionIn(turn.user))
    .find((position) => position !== undefined);
  if (chosen === 1 || chosen === 2) return items[2 - chosen];
  const said = since.map((turn) => `${turn.user}\n${turn.assistant}`.toLowerCase()).join('\n');
  const mentions = items.map(
    (item) => coreWords(item).filter((word) => said.includes(word)).length,
  );
  const [one = 0, two = 0] = mentions;
  if (one === two) return undefined;
  return one > two ? items[1] : items[0];
}

function coreWords(item: string): string[] {
  return item.toLowerCase().match(/[a-z_@][\w@.-]{3,}|\p{Script=Han}{2}/gu) ?? [];
}

/** The items of the last list, or the last pair of alternatives; empty where there is none. */
export function listedItems(turns: readonly HistoryTurn[]): readonly string[] {
  return turns.map(itemsOf).findLast((items) => items.length >= 2) ?? [];
}

/** The items of the answer's list, else the two alternatives in the answer or the question. */
function itemsOf({ user, assistant }: HistoryTurn): string[] {
  const prose = assistant.replace(/```[\s\S]*?(?:```|$)/g, ' ');
  const listed = [...prose.matchAll(LIST_ITEM)].map((match) => (match[1] ?? '').trim());
  if (listed.length >= 2) return listed;
  return pairIn(user) ?? pairIn(prose) ?? [];
}

const PAIRS = [
  /`([^`\n]+)`[^`\n.]{0,30}?\b(?:or|and)\b[^`\n.]{0,20}?`([^`\n]+)`/i,
  /`([^`\n]+)`[^`\n。]{0,30}?(?:或者|或|和|、|，|与|;|；)[^`\n。]{0,20}?`([^`\n]+)`/u,
  /\bbetween\s+([\w`#+. -]{1,30}?)\s+and\s+([\w`#+. -]{1,30}?)(?=[?.!,;]|$)/im,
  /([A-Za-z][\w.#+-]*)\s*(?:和|与|跟|、|或者|或)\s*([A-Za-z][\w.#+-]*)/u,
  /([^\s，。；、,.;][^，。；、,.;\n]{1,40})[，,；;]\s*(?:或者|或)\s*([^，。；、,.;\n]{2,40})/u,
  /([^.,;\n]{4,60}),\s+or\s+([^.,;\n]{4,60})/i,
  /([\w-]+)\s+(?:or|and)\s+([\w-]+)\?/i,
];

function pairIn(text: string): [string, string] | undefined {
  for (const pattern of PAIRS) {
    const found = pattern.exec(text);
    if (found?.[1] !== undefined && found[2] !== undefined)
      return [found[1].trim(), found[2].trim()];
  }
  return undefined;
}

function shorten(item: string | undefined): string | undefined {
  if (item === undefined) return undefined;
  const line = item.replace(/\s+/g, ' ').trim();
  return line.length <= MAX_CHARACTERS ? line : `${line.slice(0, MAX_CHARACTERS - 1)}…`;
}
