import type { HistoryTurn } from '../chainRequest.ts';
import { questionOf, standaloneOf, textOf } from '../condensePrompt.ts';
import { referredItem } from './references.ts';
import { standsAlone } from './standsAlone.ts';

/**
 * How a standalone form was made without a model: `alone`, the question as it is; `replaced`, the
 * previous question with one part changed; `joined`, the earlier questions and this one.
 */
export type ComposedBy = 'alone' | 'replaced' | 'joined';

/** A standalone form made by rules. */
export interface Composed {
  readonly text: string;
  readonly by: ComposedBy;
}

/** Of the questions since the topic started: the first one and the last two. */
const MAX_PREVIOUS = 3;

/**
 * The standalone form of a follow-up, made without a model: right wherever the topic has not
 * changed. It is never shorter than the follow-up and keeps its words, except for an "and in" or 呢.
 *
 * @param turns the earlier turns, oldest first; a question may contain its standalone form.
 */
export function compose(question: string, turns: readonly HistoryTurn[]): Composed {
  if (turns.length === 0 || standsAlone(question, textOf(turns)))
    return { text: question, by: 'alone' };
  const previous = topicBefore(turns);
  const replaced = previous.length === 1 ? replacePart(previous[0] ?? '', question) : undefined;
  if (replaced !== undefined) return { text: replaced, by: 'replaced' };
  const item = referredItem(question, turns);
  const pieces = [
    ...previous.map(sentence),
    item === undefined ? '' : aside(item, question),
    question,
  ];
  return { text: pieces.filter((piece) => piece !== '').join(' '), by: 'joined' };
}

/** The questions to put in front of a follow-up; the one that started the topic comes first. */
function topicBefore(turns: readonly HistoryTurn[]): string[] {
  const questions: string[] = [];
  for (const [at, turn] of [...turns.entries()].reverse()) {
    const asked = questionOf(turn);
    questions.unshift(asked);
    if (standaloneOf(turn.user) !== undefined) break;
    if (standsAlone(asked, textOf(turns.slice(0, at)))) break;
  }
  const [first, second] = questions;
  if (first === undefined) return [];
  const replaced = second === undefined ? undefined : replacePart(first, second);
  const pieces = replaced === undefined ? questions : [replaced, ...questions.slice(2)];
  return pieces.length <= MAX_PREVIOUS ? pieces : [first, ...pieces.slice(1 - MAX_PREVIOUS)];
}

function sentence(text: string): string {
  if (/[.!?。！？…:：`]$/.test(text)) return text;
  return `${text}${/\p{Script=Han}/u.test(text) ? '。' : '.'}`;
}

function aside(item: string, question: string): string {
  return /\p{Script=Han}/u.test(question) ? `（${item}）` : `(${item})`;
}

const LEAD = String.raw`(?:(?:and|ok|okay|so|now|but|then|or|no|hmm|alright)[,\s]+)*`;
const ASIDE = String.raw`(?:[,\s]+(?:instead|then|please|now|too|as well|though))*\s*[?.!]*`;
const AGAIN = String.raw`(?:(?:what|how) about\s+|(?:the\s+)?same(?:\s+(?:thing|one|question))?,?\s+|(?:do|write|show|try) (?:it|that|the same)\s+|how (?:would|do|can|could) i do (?:it|that|this)\s+)?`;
const WITH_PREPOSITION = new RegExp(
  `^${LEAD}${AGAIN}(in|with|for|using|on|without|from|under)\\s+([^\\s?!,;]+(?:\\s+[^\\s?!,;]+){0,2}?)${ASIDE}$`,
  'i',
);
const POINTS =
  /^(?:it|this|that|these|those|them|the|a|an|my|your|which|what|case|general|short|detail)\b/i;
const PREPOSITION_IN_CHINESE =
  /^(?:(?:那么?|嗯|好的?|OK|ok|不|对了)[，,\s]*)*(用|在|换成|改成|改用|换)\s*([A-Za-z][\w.#+-]*(?:\s[A-Za-z][\w.#+-]*)?)\s*(?:里|中|上|框架|语言|版)?\s*(?:里|中|上)?\s*(?:怎么[写做办用]?|实现)?呢?[？?。！!]*$/u;

/** The previous question with the part replaced that the follow-up changes: "and in Kotlin?". */
function replacePart(previous: string, question: string): string | undefined {
  if (/[\n\r]/.test(previous) || /[.!?。！？]\s*\S/.test(previous) || previous.endsWith('…'))
    return undefined;
  const text = question.normalize('NFKC').trim();
  const chinese = PREPOSITION_IN_CHINESE.exec(text);
  if (chinese) return replaceInChinese(previous, chinese[2] ?? '');
  if (/\p{Script=Han}/u.test(previous + text)) return undefined;
  const found = WITH_PREPOSITION.exec(text);
  const [, preposition = '', object = ''] = found ?? [];
  if (!found || POINTS.test(object)) return undefined;
  return replaceInEnglish(previous, preposition.toLowerCase(), object);
}

function replaceInEnglish(
  previous: string,
  preposition: string,
  object: string,
): string | undefined {
  const kind = isName(object) ? String.raw`[A-Z][\w.#+-]*(?:\s[A-Z][\w.#+-]*)*(?=\W|$)` : undefined;
  const bare = previous.replace(/\s*[?.!]+$/, '');
  const end =
    previous.slice(bare.length).trim() ||
    (/^(?:write|show|give|make|create|implement|explain)\b/i.test(bare) ? '.' : '?');
  if (kind !== undefined) {
    const slot = new RegExp(
      `\\b(${preposition})\\s+(${kind})(?![\\s\\S]*\\b${preposition}\\s+[A-Z])`,
    );
    const slotted = bare.replace(slot, (_, word: string) => `${word} ${object}`);
    if (slotted !== bare) return `${slotted}${end}`;
  }
  return `${bare} ${preposition} ${object}${end}`;
}

function isName(object: string): boolean {
  return /^[A-Z]/.test(object);
}

function replaceInChinese(previous: string, object: string): string | undefined {
  const slot = /(用|在)(\s*)[A-Za-z][\w.#+-]*(?![\s\S]*[用在]\s*[A-Za-z])/u;
  const slotted = previous.replace(slot, (_, word: string) => `${word} ${object}`);
  if (slotted !== previous) return slotted;
  return /[A-Za-z]/.test(previous) ? undefined : `用 ${object} ${previous}`;
}
