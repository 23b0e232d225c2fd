import type { HistoryTurn } from './chainRequest.ts';
import { pointsAtOther, referredItem } from './rules/references.ts';
import { identifiers, names, optionNumbers, quotations } from './words/namedParts.ts';
import { contentWords, Known } from './words/words.ts';

interface FollowUp {
  readonly question: string;
  readonly rewrite: string;
  readonly history: readonly HistoryTurn[];
}

const LIST_ITEM =
  /(?:^|\s)(?:\*\*)?(\d{1,2})[.)、：:．]\s*([^\n]*?)(?=\s+\d{1,2}[.)、：:．]\s|\n|$)/g;

/**
 * Whether the rewrite leaves the numbered option that was picked: it keeps the number, or says
 * what stands behind it, and no other number in its place.
 */
export function losesOption({ question, rewrite, history }: FollowUp): boolean {
  const picked = optionNumbers(question);
  if (picked.length === 0) return false;
  const said = new Set([...optionNumbers(rewrite), ...(rewrite.match(/\d+/g) ?? [])]);
  return picked.some((number) => {
    if (said.has(number)) return false;
    if (optionNumbers(rewrite).length > 0) return true;
    const item = listItem(history, number);
    return item !== undefined && !sharesWord(item, rewrite);
  });
}

/** Whether, where the other one is meant, the rewrite names again what the last turn was about. */
export function picksSameAgain({ question, rewrite, history }: FollowUp): boolean {
  const last = history.at(-1);
  if (last === undefined || !pointsAtOther(question)) return false;
  const item = referredItem(question, history);
  if (item !== undefined && !pointsAtOther(rewrite) && !sharesWord(item, rewrite)) return true;
  const named = [...identifiers(rewrite), ...names(rewrite), ...quotations(rewrite)];
  const before = new Known(`${last.user}\n${last.assistant}`);
  return named.length > 0 && named.every((name) => before.hasLatin(name));
}

function listItem(history: readonly HistoryTurn[], number: string): string | undefined {
  for (const { assistant } of [...history].reverse()) {
    const item = [...assistant.matchAll(LIST_ITEM)].find(([, at]) => at === number)?.[2];
    if (item !== undefined) return item;
  }
  return undefined;
}

function sharesWord(item: string, rewrite: string): boolean {
  const said = new Known(rewrite);
  const { latin, han } = contentWords(item);
  if (latin.length + han.length === 0) return true;
  return latin.some((word) => said.hasLatin(word)) || han.some((word) => said.hasHan(word));
}
