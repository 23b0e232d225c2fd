import type { RewriteRefusal } from '@condenser/protocol';
import { hasThinkingTag } from '../../../models/thinkTags.ts';
import { promptsIn } from '../prompts/promptSet.ts';
import { amounts } from '../words/amounts.ts';
import { identifiers, keeps, names, numbers, quotations } from '../words/namedParts.ts';
import { dominantScript, isEnglish, moodOf } from '../words/script.ts';
import { isOpposite, isQuality } from '../words/vocabulary.ts';
import { contentWords, KnownWords, letters, tokens } from '../words/words.ts';
import {
  answersInQuestionForm,
  asksBack,
  asksOrOrders,
  isThinkingAloud,
  looksLikeAnswer,
} from './answerGuard.ts';
import { appends, isMalformed, repeatsItself } from './formGuard.ts';
import { changesKind, dropsComparison, leavesLastTurn } from './kindGuard.ts';
import { changesUnit, reversesMeaning } from './meaningGuard.ts';
import { misspells, placedNames } from './nameGuard.ts';
import { losesNegation } from './negationGuard.ts';
import { losesItem, losesOption, picksSameAgain } from './referenceGuards.ts';
import { repeatsConversation } from './repetitionGuard.ts';
import type { Rewrite } from './rewrite.ts';

/** A rewrite with its conversation as one text, in which most guards look up words. */
interface Candidate extends Rewrite {
  /** The earlier turns and the question. */
  readonly conversation: string;
  readonly known: KnownWords;
}

type Guard = readonly [RewriteRefusal, (candidate: Candidate) => boolean];

/** In this order; the first one that refuses gives the reason. */
const GUARDS: readonly Guard[] = [
  ['empty', saysNothing],
  ['severalLines', ({ rewrite }) => /[\n\v\f\r\u0085\u2028\u2029]/.test(rewrite)],
  // Before `thinking`: an echo of the prompt may mention the user as a thought does.
  ['instruction', repeatsInstruction],
  ['thinking', ({ question, rewrite }) => isThinkingAloud(rewrite, question)],
  // The user may ask about such tags.
  [
    'thinking',
    (candidate) => hasThinkingTag(candidate.rewrite) && !hasThinkingTag(candidate.conversation),
  ],
  ['answer', ({ question, rewrite }) => looksLikeAnswer(question, rewrite)],
  ['tooLong', ({ question, rewrite }) => weight(rewrite) > 3 * weight(question) + 20],
  ['otherLanguage', changesLanguage],
  ['alreadySaid', repeatsConversation],
  ['lostNumber', losesNumber],
  ['lostQuotation', ({ question, rewrite }) => loses(quotations(question), rewrite)],
  ['lostIdentifier', losesName],
  ['lostNegation', losesNegation],
  ['lostWord', losesWord],
  ['invented', invents],
  ['unrelated', isUnrelated],
  ['severalLines', isMalformed],
  ['answer', asksBack],
  ['answer', answersInQuestionForm],
  ['alreadySaid', repeatsItself],
  ['lostNumber', changesUnit],
  ['lostWord', reversesMeaning],
  ['lostWord', dropsComparison],
  ['lostWord', losesItem],
  ['unrelated', leavesLastTurn],
  ['lostWord', changesKind],
  ['invented', appends],
  ['answer', answersInstead],
];

/** A longer question is never rewritten: checking pasted text must not take seconds. */
const MAX_QUESTION_LENGTH = 20_000;
/** Words are looked up in this many characters at the end of the conversation. */
const MAX_CONVERSATION_LENGTH = 100_000;

/** Why the rewrite is refused; undefined when all guards accept it. */
export function refusingGuard(rewrite: Rewrite): RewriteRefusal | undefined {
  if (rewrite.question.length > MAX_QUESTION_LENGTH) return 'tooLong';
  const said = rewrite.history.map(({ user, assistant }) => `${user}\n${assistant}`);
  const conversation = `${said.join('\n').slice(-MAX_CONVERSATION_LENGTH)}\n${rewrite.question}`;
  const candidate = { ...rewrite, conversation, known: new KnownWords(conversation) };
  return GUARDS.find(([, refuses]) => refuses(candidate))?.[0];
}

const NOTHING = /^(?:ok(?:ay)?|n\/?a|none|null|undefined|nothing|unknown|same|无|没有|不适用)$/i;

function saysNothing({ question, rewrite }: Candidate): boolean {
  const plain = rewrite.replace(/[^\p{L}\p{N}/]+/gu, ' ').trim();
  return !/[\p{L}\p{N}]/u.test(plain) || (NOTHING.test(plain) && plain !== question.trim());
}

const INSTRUCTIONS = (['en', 'zh'] as const).map((language) => {
  const { system, conversation, message, ask, askAgain } = promptsIn(language).rewrite;
  const orders = [...Object.values(ask), ...Object.values(askAgain)];
  return [system, conversation, message(''), ...orders].map(letters).join(' ');
});

/** Small models repeat their instructions. */
function repeatsInstruction({ rewrite, conversation }: Candidate): boolean {
  const words =
    rewrite.toLowerCase().match(/\p{Script=Han}{2}|(?!\p{Script=Han})\p{L}{4,}/gu) ?? [];
  const known = conversation.toLowerCase();
  const said = letters(rewrite);
  return (
    INSTRUCTIONS.some((texts) => texts.includes(said)) &&
    !words.every((word) => known.includes(word))
  );
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Words, and CJK characters as half a word each. */
function weight(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  const words = text.replace(WIDE, ' ').match(/[\p{L}\p{M}\p{N}_]+/gu)?.length ?? 0;
  return words + wide / 2;
}

function changesLanguage({ question, rewrite, history }: Candidate): boolean {
  const before = dominantScript(question);
  const after = dominantScript(rewrite);
  if (before === undefined || before === after) return false;
  const said = history.map(({ user, assistant }) => `${user}\n${assistant}`).join('\n');
  // A short follow-up in Japanese may have no kana, but its conversation does.
  return !(before === 'han' && after === 'kana' && dominantScript(said) === 'kana');
}

function losesNumber(candidate: Candidate): boolean {
  const kept = new Set(numbersIn(candidate.rewrite));
  return numbers(candidate.question).some((number) => !kept.has(number)) || losesOption(candidate);
}

/** With those of amounts, which may be words: "three days". */
function numbersIn(text: string): string[] {
  return [...numbers(text), ...amounts(text).map(({ number }) => number)];
}

function losesName({ question, rewrite }: Candidate): boolean {
  return loses(identifiers(question), rewrite) || loses(names(question), rewrite, 'anyCase');
}

function loses(parts: readonly string[], rewrite: string, sameness?: 'anyCase'): boolean {
  return [...new Set(parts)].some((part) => !keeps(rewrite, part, sameness));
}

/** This share of a long question, such as an error message, may be left out. */
const MAX_LOST_SHARE = 1 / 3;
const POINTER =
  /\b(?:that|this|those|these|the|your|my|its|same|other|first|second|third|last|previous|above)\s+\w+/gi;

/**
 * The rewrite must keep each content word of the question, or a related one. Words after "that" and
 * "the" refer to something that the rewrite names.
 */
function losesWord(candidate: Candidate): boolean {
  const { question, rewrite } = candidate;
  if (!canCheckWords(candidate)) return false;
  if (isOpposite(question, rewrite) || picksSameAgain(candidate)) return true;
  const wanted = wantedWords(question);
  const kept = new KnownWords(rewrite);
  const lost = [
    ...wanted.latin.filter((word) => !kept.hasLatin(word)),
    ...wanted.han.filter((word) => !kept.hasHan(word)),
  ];
  if (lost.length === 0) return false;
  const added = foreignWords(candidate);
  const count = wanted.latin.length + wanted.han.length;
  return lost.length > count * MAX_LOST_SHARE || (added > 0 && count < 3 * lost.length + 3);
}

function wantedWords(question: string) {
  const pointed = new Set(
    (question.match(POINTER) ?? []).map((pair) => pair.split(/\s+/)[1]?.toLowerCase()),
  );
  const { latin, han } = contentWords(question);
  const qualities = tokens(question).filter(isQuality);
  return { latin: [...latin.filter((word) => !pointed.has(word)), ...qualities], han };
}

/** Only words of English and Chinese can be checked; of other languages only script and names. */
function canCheckWords({ question, rewrite }: Candidate): boolean {
  const script = dominantScript(rewrite);
  return script === 'han' || (script === 'latin' && (isEnglish(rewrite) || isEnglish(question)));
}

/** How many content words of the rewrite are not in the conversation. */
function foreignWords({ rewrite, conversation, known }: Candidate): number {
  const { latin, han } = contentWords(rewrite);
  return (
    latin.filter((word) => !known.hasLatin(word) && !isLanguageOf(word, conversation)).length +
    han.filter((word) => !known.hasHan(word)).length
  );
}

/** Whether it has a name, an identifier or a number that is not in the conversation. */
function invents({ rewrite, conversation, known }: Candidate): boolean {
  // "Python 3" where python3 was said: its number stands in a name.
  const knownNumbers = new Set([...numbersIn(conversation), ...(conversation.match(/\d+/g) ?? [])]);
  if (numbers(rewrite).some((number) => !knownNumbers.has(number))) return true;
  const isSaid = (name: string) => keeps(conversation, name, 'anyCase') || known.hasJoined(name);
  return (
    identifiers(rewrite).some((name) => !isSaid(name)) ||
    misspells(rewrite, conversation, known) ||
    [...placedNames(rewrite), ...names(rewrite)].some(
      (name) => !isSaid(name) && !known.hasLatin(name) && !isLanguageOf(name, conversation),
    )
  );
}

const SCRIPT_OF_LANGUAGE: Readonly<Record<string, RegExp>> = {
  chinese: /\p{Script=Han}/u,
  japanese: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  korean: /\p{Script=Hangul}/u,
  russian: /\p{Script=Cyrillic}/u,
};

/** "Chinese" is not a new name where the conversation has Chinese text. */
function isLanguageOf(name: string, conversation: string): boolean {
  return SCRIPT_OF_LANGUAGE[name.toLowerCase()]?.test(conversation) ?? false;
}

/** Whether most of its content words are not in the conversation. */
function isUnrelated(candidate: Candidate): boolean {
  if (!canCheckWords(candidate)) return false;
  const { latin, han } = contentWords(candidate.rewrite);
  const count = latin.length + han.length;
  // Chinese has many words for one thing, and word boundaries are a guess.
  const share = han.length > 0 ? 2 / 3 : 1 / 2;
  return foreignWords(candidate) > count * share;
}

/** Whether it is neither a question nor an order, although the question is not a statement. */
function answersInstead(candidate: Candidate): boolean {
  const { question, rewrite, history } = candidate;
  if (!canCheckWords(candidate)) return false;
  const users = [...history.map(({ user }) => user), question];
  return !asksOrOrders(rewrite, users, question) && moodOf(question) !== 'statement';
}
