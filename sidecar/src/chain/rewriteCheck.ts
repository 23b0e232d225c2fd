import type { RewriteRefusal } from '@condenser/protocol';
import type { HistoryTurn } from './chainRequest.ts';
import { contentWords, sameStem } from './contentWords.ts';
import { textOf } from './earlierQuestions.ts';
import { moodOf } from './mood.ts';

/** Of the words that only the follow-up has, a rewrite keeps at least this share. */
const KEPT_SHARE = 0.5;

/**
 * Why a rewrite does not do what it is for: it names nothing that only the conversation names
 * (`vague`), or no longer says what the follow-up said (`lostWords`). Undefined where it does both.
 */
export function uselessness(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): RewriteRefusal | undefined {
  const asked = contentWords(question);
  const said = contentWords(textOf(turns));
  const found = contentWords(rewrite);
  if (!found.some((word) => !has(asked, word) && has(said, word))) return 'vague';
  const kept = asked.filter((word) => has(found, word));
  if (moodOf(question) === 'order') return kept.length > 0 ? undefined : 'lostWords';
  const own = asked.filter((word) => !has(said, word));
  const ownKept = own.filter((word) => has(found, word));
  return ownKept.length >= own.length * KEPT_SHARE ? undefined : 'lostWords';
}

function has(words: readonly string[], word: string): boolean {
  return words.some((other) => sameStem(word, other));
}
