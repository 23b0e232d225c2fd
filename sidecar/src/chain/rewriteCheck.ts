import type { HistoryTurn } from './chainRequest.ts';
import { contentWords, sameStem } from './contentWords.ts';
import { textOf } from './earlierQuestions.ts';
import { moodOf } from './mood.ts';

/**
 * Whether a rewrite does what it is for: it names something that only the conversation names, and
 * it still says what the follow-up said. Guards have seen to what it must not do.
 */
export function isWorthUsing(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): boolean {
  const asked = contentWords(question);
  const said = contentWords(textOf(turns));
  const found = contentWords(rewrite);
  const has = (words: readonly string[], word: string) =>
    words.some((other) => sameStem(word, other));
  const fromHistory = found.filter((word) => !has(asked, word) && has(said, word));
  if (fromHistory.length === 0) return false;
  const kept = asked.filter((word) => has(found, word));
  if (moodOf(question) === 'order') return asked.length === 0 || kept.length > 0;
  const news = asked.filter((word) => !has(said, word));
  return news.length === 0 || news.some((word) => has(found, word));
}
