import type { RewriteRefusal } from '@condenser/protocol';
import type { HistoryTurn } from './chainRequest.ts';
import { contentWords, sameStem } from './contentWords.ts';
import { textOf } from './earlierQuestions.ts';
import { moodOf } from './mood.ts';
import { referredItem } from './references.ts';
import { dominantScript } from './script.ts';
import { pointsBack } from './standsAlone.ts';

/** Of the words that only the follow-up has, a rewrite keeps at least this share. */
const KEPT_SHARE = 0.5;
/** A follow-up is about one of these, unless it names what was said before them. */
const RECENT_TURNS = 2;

/**
 * Why a rewrite does not do what it is for: it names nothing of what was just spoken of (`vague`),
 * or no longer says what the follow-up said (`lostWords`). Undefined where it does both.
 */
export function uselessness(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): RewriteRefusal | undefined {
  const asked = contentWords(question);
  const said = contentWords(textOf(turns));
  const found = contentWords(rewrite);
  if (!namesSubject({ asked, said, found, rewrite, turns })) return 'vague';
  if (saysItsStyle(question, rewrite) || namesItem(question, found, turns)) return undefined;
  if (moodOf(question) === 'order' && !asked.some((word) => has(found, word))) return 'lostWords';
  const own = asked.filter((word) => !has(said, word));
  const kept = own.filter((word) => has(found, word));
  return kept.length >= own.length * KEPT_SHARE ? undefined : 'lostWords';
}

/** Ways to ask for another style of the same answer, which a rewrite may put in other words. */
const STYLES = [
  /\b(?:short|brief|concise|compact|summar)\w*|短|简|精炼|概括|总结/i,
  /\b(?:detail|elaborat|expand|longer|thorough|depth)\w*|详|具体|展开|长一点/i,
  /\b(?:simpl|easier|plain)\w*|简单|通俗|易懂/i,
  /\b(?:continu|finish|complet|rest\b|go on)\w*|继续|接着|完成|剩下/i,
];

function saysItsStyle(question: string, rewrite: string): boolean {
  return STYLES.some((style) => style.test(question) && style.test(rewrite));
}

/** "The second one" may be replaced by what it names. */
function namesItem(
  question: string,
  found: readonly string[],
  turns: readonly HistoryTurn[],
): boolean {
  const item = contentWords(referredItem(question, turns) ?? '');
  return item.length > 0 && item.some((word) => has(found, word));
}

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
