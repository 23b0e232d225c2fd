import type { HistoryTurn } from './chainRequest.ts';
import { contentWords, sameStem } from './contentWords.ts';
import { textOf } from './earlierQuestions.ts';
import { referredItem } from './references.ts';
import { dominantScript } from './script.ts';
import { pointsBack } from './standsAlone.ts';

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
  const asked = contentWords(question);
  const said = contentWords(textOf(turns));
  const found = contentWords(rewrite);
  return !namesSubject({ asked, said, found, rewrite, turns });
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
  if (STYLES.some((style) => style.test(order) && style.test(rewrite))) return false;
  const found = contentWords(rewrite);
  const item = contentWords(referredItem(order, turns) ?? '');
  if (item.some((word) => has(found, word))) return false;
  const asked = contentWords(order);
  const said = contentWords(textOf(turns));
  const own = asked.filter((word) => !has(said, word));
  return !(own.length > 0 ? own : asked).some((word) => has(found, word));
}

/** Ways to ask for another style of the same answer, each in several words. */
const STYLES = [
  /\b(?:short|brief|concise|compact|summar)\w*|短|简|精炼|概括|总结/i,
  /\b(?:detail|elaborat|expand|longer|thorough|depth)\w*|详|具体|展开|长一点/i,
  /\b(?:simpl|easier|plain)\w*|简单|通俗|易懂/i,
  /\b(?:continu|finish|complet|rest\b|go on)\w*|继续|接着|完成|剩下/i,
];

interface Words {
  readonly asked: readonly string[];
  readonly said: readonly string[];
  readonly found: readonly string[];
  readonly rewrite: string;
  readonly turns: readonly HistoryTurn[];
}

function namesSubject({ asked, said, found, rewrite, turns }: Words): boolean {
  const before = textOf(turns);
  // What is named was said in other words: in those of another language.
  if (dominantScript(before) !== dominantScript(rewrite)) return true;
  const added = found.filter((word) => !has(asked, word) && has(said, word));
  // A follow-up such as "back to the cookie" names its subject itself.
  const named = asked.filter((word) => has(said, word));
  if (named.length > 0) {
    const keepsAll = named.every((word) => has(found, word));
    return added.length > 0 || (keepsAll && !pointsBack(rewrite));
  }
  const recent = contentWords(textOf(turns.slice(-RECENT_TURNS)));
  return added.some((word) => has(recent, word));
}

function has(words: readonly string[], word: string): boolean {
  return words.some((other) => sameStem(word, other));
}
