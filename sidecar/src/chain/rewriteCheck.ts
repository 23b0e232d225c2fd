import type { HistoryTurn } from './chainRequest.ts';
import { textOf } from './earlierQuestions.ts';
import { referredItem } from './references.ts';
import { dominantScript } from './script.ts';
import { pointsBack } from './standsAlone.ts';
import { sharesStyle } from './vocabulary.ts';
import { Known, topicWords } from './words.ts';

/** A follow-up is about one of these, unless it names what was said before them. */
const RECENT_TURNS = 2;

/**
 * Whether a rewrite still does not say what it is about: it names nothing of what was just spoken
 * of, and not what the follow-up names itself.
 */
export function staysVague(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): boolean {
  const before = textOf(turns);
  // What is named was said in other words: in those of another language.
  if (dominantScript(before) !== dominantScript(rewrite)) return false;
  const said = new Known(before);
  const asked = new Known(question);
  const found = new Known(rewrite);
  const added = topicWords(rewrite).filter((word) => !asked.hasTopic(word) && said.hasTopic(word));
  // A follow-up such as "back to the cookie" names its subject itself.
  const named = topicWords(question).filter((word) => said.hasTopic(word));
  if (named.length > 0) {
    const keepsAll = named.every((word) => found.hasTopic(word));
    return added.length === 0 && (!keepsAll || pointsBack(rewrite));
  }
  const recent = new Known(textOf(turns.slice(-RECENT_TURNS)));
  return !added.some((word) => recent.hasTopic(word));
}

/**
 * Whether the rewrite of an order no longer says what to do: none of the words that only the order
 * has is in it. "Shorter" may be put in other words, and "the second one" replaced by its name.
 */
export function forgetsOrder(
  order: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): boolean {
  if (sharesStyle(order, rewrite)) return false;
  const found = new Known(rewrite);
  const item = topicWords(referredItem(order, turns) ?? '');
  if (item.some((word) => found.hasTopic(word))) return false;
  const asked = topicWords(order);
  const said = new Known(textOf(turns));
  const own = asked.filter((word) => !said.hasTopic(word));
  return !(own.length > 0 ? own : asked).some((word) => found.hasTopic(word));
}
