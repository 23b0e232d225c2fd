import type { HistoryTurn } from '../chainRequest.ts';
import { questionOf, textOf } from '../condensePrompt.ts';
import {
  comparedPair,
  listedItems,
  pointsAtOther,
  positionIn,
  referredItem,
} from '../rules/references.ts';
import { pointsBack } from '../rules/standsAlone.ts';
import { contains, identifiers, names, optionNumbers, quotations } from '../words/namedParts.ts';
import { dominantScript } from '../words/script.ts';
import { isPlaceholder, sharesStyle } from '../words/vocabulary.ts';
import { contentWords, KnownWords, topicWords } from '../words/words.ts';
import { returnsToTopic } from './repetitionGuard.ts';
import type { Rewrite } from './rewrite.ts';

const LIST_ITEM =
  /(?:^|\s)(?:\*\*)?(\d{1,2})[.)、：:．]\s*([^\n]*?)(?=\s+\d{1,2}[.)、：:．]\s|\n|$)/g;

/**
 * Whether the rewrite loses the numbered option that the user picked. It must keep the number, or
 * name the option, and no other number in its place.
 */
export function losesOption({ question, rewrite, history }: Rewrite): boolean {
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

const ORDINAL =
  /\bthe (?:first|second|third|fourth|former|latter|last|1st|2nd|3rd|4th)(?=\W*$|\s+(?:one|option|way|approach|method|solution)\b)|前者|后者|第\s*[一二三四1-4]\s*[个種种點条條项項]/iu;

/** Whether the item that the question picks by its position is neither kept so nor named. */
export function losesItem({ question, rewrite, history }: Rewrite): boolean {
  const isOption = optionNumbers(question).length > 0;
  if (!(isOption || ORDINAL.test(question))) return false;
  if (ORDINAL.test(rewrite) || optionNumbers(rewrite).length > 0) return false;
  const position = positionIn(question);
  if (position === undefined) return false;
  const numbered = listItem(history, String(position));
  const items = listedItems(history);
  const listed = items[position - 1];
  const picked = [numbered, listed].filter((item) => item !== undefined);
  if (picked.length === 0) return false;
  const others = items.filter((item) => item !== listed && item !== numbered);
  if (picked.some((item) => namesItem(item, others, rewrite))) return false;
  // A pair in a sentence may be another one than the user means.
  return numbered !== undefined || others.some((item) => namesItem(item, picked, rewrite));
}

/** Whether the rewrite has a word that only this item has, or any of its words if it has no own. */
function namesItem(item: string, others: readonly string[], rewrite: string): boolean {
  const said = new KnownWords(rewrite);
  const elsewhere = new KnownWords(others.join('\n'));
  const words = topicWords(item);
  const own = words.filter((word) => !elsewhere.hasTopic(word));
  const named = own.length > 0 ? own : words;
  return named.length === 0 || named.some((word) => said.hasTopic(word) || said.hasLatin(word));
}

/** Whether the user means the other one, and the rewrite names the subject of the last turn again. */
export function picksSameAgain({ question, rewrite, history }: Rewrite): boolean {
  const last = history.at(-1);
  if (last === undefined || !pointsAtOther(question)) return false;
  const item = referredItem(question, history);
  if (item !== undefined && !pointsAtOther(rewrite) && !sharesWord(item, rewrite)) return true;
  const named = [...identifiers(rewrite), ...names(rewrite), ...quotations(rewrite)];
  const before = new KnownWords(`${last.user}\n${last.assistant}`);
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
  const said = new KnownWords(rewrite);
  const { latin, han } = contentWords(item);
  if (latin.length + han.length === 0) return true;
  return latin.some((word) => said.hasLatin(word)) || han.some((word) => said.hasHan(word));
}

/** A follow-up is about one of the latest turns, unless it names an earlier subject. */
const RECENT_TURNS = 2;

/** Words that refer to something outside of the rewrite: "the given code", "reject this in". */
const GIVEN =
  /\b(?:the|this|that) (?:given|provided|above|previous|preceding|following|mentioned|last (?:message|question|answer|reply))\b|\b(?:this|these|those)\b\s*(?:[?.,;:!]|$|(?:in|on|with|for|to|at|too)\b)|上述|上面|以上|给定|这段|这个|该(?:代码|函数|方法|文件|脚本)|最后一条消息/iu;
/** A question about "it" that does not say what that is. */
const BARE_SUBJECT =
  /^(?:(?:why|how|when|where|what)\s+)?(?:is|are|was|were|does|do|did|can|could|would|will|should)(?:n['’]t)?\s+(?:it|that|this|they|these|those)\s(?!\w+\s(?:that|to)\b)|^(?:它|这个?|那个?)(?:们|是|会|能|可以|支持|怎么|为什么)/iu;
/** Words for code that is not named. */
const UNNAMED_CODE =
  /(?<=\b(?:the|this|that|your|my) )(?:code|snippet|function|method|class|script|program|example)\b|代码|函数|脚本|程序/giu;

/**
 * Whether a rewrite still does not say what it is about: it names neither the subject of the latest
 * turns, nor the one that the follow-up names.
 */
export function staysVague(candidate: Rewrite): boolean {
  const { question, rewrite, history } = candidate;
  const before = textOf(history);
  return (
    (GIVEN.test(rewrite) && !GIVEN.test(question)) ||
    BARE_SUBJECT.test(rewrite) ||
    leavesCodeUnnamed(candidate) ||
    leavesPairUnnamed(candidate) ||
    // In a conversation in another language, the subject has another name.
    (dominantScript(before) === dominantScript(rewrite) && !namesSubject(candidate))
  );
}

function namesSubject({ question, rewrite, history }: Rewrite): boolean {
  const said = new KnownWords(textOf(history));
  const asked = new KnownWords(question);
  const isAdded = (word: string) =>
    !isPlaceholder(word) && !asked.hasTopic(word) && said.hasTopic(word);
  const added = topicWords(rewrite).filter(isAdded);
  // A follow-up such as "back to the cookie" names its subject itself.
  const named = topicWords(question).filter((word) => said.hasTopic(word));
  if (named.length > 0) {
    const found = new KnownWords(rewrite);
    const points = pointsBack(rewrite) || (pointsBack(question) && !returnsToTopic(question));
    return added.length > 0 || (!points && named.every((word) => found.hasTopic(word)));
  }
  const recent = new KnownWords(textOf(history.slice(-RECENT_TURNS)));
  return added.some((word) => recent.hasTopic(word));
}

/** Whether it says "the code" where the previous turn named it: `parse_config`, `main.rs`. */
function leavesCodeUnnamed({ question, rewrite, history }: Rewrite): boolean {
  const words = rewrite.match(UNNAMED_CODE) ?? [];
  const asked = [...history.map(questionOf), question].join('\n').toLowerCase();
  if (words.every((word) => asked.includes(word.toLowerCase()))) return false;
  const names = identifiers(textOf(history.slice(-1)));
  return names.length > 0 && !names.some((name) => contains(rewrite, name, 'anyCase'));
}

/** Whether it asks "which method" where the conversation named the two. */
function leavesPairUnnamed({ question, rewrite, history }: Rewrite): boolean {
  const found = new KnownWords(rewrite);
  const isNamed = (item: string) => topicWords(item).some((word) => found.hasTopic(word));
  return comparedPair(question, history).some((item) => !isNamed(item));
}

/**
 * Whether the rewrite of an order no longer says what to do: it has none of the words that only the
 * order has. "Shorter" may be rephrased, and "the second one" replaced by its name.
 */
export function forgetsOrder({ question: order, rewrite, history }: Rewrite): boolean {
  if (sharesStyle(order, rewrite)) return false;
  const found = new KnownWords(rewrite);
  const item = topicWords(referredItem(order, history) ?? '');
  if (item.some((word) => found.hasTopic(word))) return false;
  const asked = topicWords(order);
  const said = new KnownWords(textOf(history));
  const own = asked.filter((word) => !said.hasTopic(word));
  return !(own.length > 0 ? own : asked).some((word) => found.hasTopic(word));
}
