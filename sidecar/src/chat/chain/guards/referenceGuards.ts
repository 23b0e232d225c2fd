import type { HistoryTurn } from '../chainRequest.ts';
import { questionOf, textOf } from '../earlierQuestions.ts';
import { comparedPair, referredItem } from '../rules/references.ts';
import { pointsBack } from '../rules/standsAlone.ts';
import { contains, identifiers } from '../words/namedParts.ts';
import { dominantScript } from '../words/script.ts';
import { isPlaceholder, sharesStyle } from '../words/vocabulary.ts';
import { Known, topicWords } from '../words/words.ts';
import { returnsToTopic } from './repetitionGuard.ts';

/** A follow-up is about one of these, unless it names what was said before them. */
const RECENT_TURNS = 2;

/** What stands for something that only the conversation has: "the given code", "reject this in". */
const GIVEN =
  /\b(?:the|this|that) (?:given|provided|above|previous|preceding|following|mentioned|last (?:message|question|answer|reply))\b|\b(?:this|these|those)\b\s*(?:[?.,;:!]|$|(?:in|on|with|for|to|at|too)\b)|上述|上面|以上|给定|这段|这个|该(?:代码|函数|方法|文件|脚本)|最后一条消息/iu;
/** It asks about "it" and says nothing of what that is. */
const BARE_SUBJECT =
  /^(?:(?:why|how|when|where|what)\s+)?(?:is|are|was|were|does|do|did|can|could|would|will|should)(?:n['’]t)?\s+(?:it|that|this|they|these|those)\s(?!\w+\s(?:that|to)\b)|^(?:它|这个?|那个?)(?:们|是|会|能|可以|支持|怎么|为什么)/iu;
/** What code is called by who does not name it. */
const UNNAMED_CODE =
  /(?<=\b(?:the|this|that|your|my) )(?:code|snippet|function|method|class|script|program|example)\b|代码|函数|脚本|程序/giu;

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
  return (
    (GIVEN.test(rewrite) && !GIVEN.test(question)) ||
    BARE_SUBJECT.test(rewrite) ||
    leavesCodeUnnamed(question, rewrite, turns) ||
    leavesPairUnnamed(question, rewrite, turns) ||
    // What is named was said in other words where the conversation is in another language.
    (dominantScript(before) === dominantScript(rewrite) && !namesSubject(question, rewrite, turns))
  );
}

function namesSubject(question: string, rewrite: string, turns: readonly HistoryTurn[]): boolean {
  const said = new Known(textOf(turns));
  const asked = new Known(question);
  const isAdded = (word: string) =>
    !isPlaceholder(word) && !asked.hasTopic(word) && said.hasTopic(word);
  const added = topicWords(rewrite).filter(isAdded);
  // A follow-up such as "back to the cookie" names its subject itself.
  const named = topicWords(question).filter((word) => said.hasTopic(word));
  if (named.length > 0) {
    const found = new Known(rewrite);
    const points = pointsBack(rewrite) || (pointsBack(question) && !returnsToTopic(question));
    return added.length > 0 || (!points && named.every((word) => found.hasTopic(word)));
  }
  const recent = new Known(textOf(turns.slice(-RECENT_TURNS)));
  return added.some((word) => recent.hasTopic(word));
}

/** It speaks of "the code" where the turn before named it: `parse_config`, `main.rs`. */
function leavesCodeUnnamed(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): boolean {
  const words = rewrite.match(UNNAMED_CODE) ?? [];
  const asked = [...turns.map(questionOf), question].join('\n').toLowerCase();
  if (words.every((word) => asked.includes(word.toLowerCase()))) return false;
  const names = identifiers(textOf(turns.slice(-1)));
  return names.length > 0 && !names.some((name) => contains(rewrite, name, 'anyCase'));
}

/** It asks "which method" where the conversation named the two. */
function leavesPairUnnamed(
  question: string,
  rewrite: string,
  turns: readonly HistoryTurn[],
): boolean {
  const found = new Known(rewrite);
  const isNamed = (item: string) => topicWords(item).some((word) => found.hasTopic(word));
  return comparedPair(question, turns).some((item) => !isNamed(item));
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
