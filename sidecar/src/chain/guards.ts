import type { RewriteRefusal } from '@condenser/protocol';
import { asksOrOrders, looksLikeAnswer } from './answerShape.ts';
import type { HistoryTurn } from './chainRequest.ts';
import { moodOf } from './mood.ts';
import { identifiers, keeps, names, numbers, quotations } from './namedParts.ts';
import { losesNegation } from './negation.ts';
import { losesOption, picksSameAgain } from './pointers.ts';
import { promptsIn } from './prompts/index.ts';
import { repeatsWhatWasSaid } from './repetition.ts';
import { dominantScript, isEnglish } from './script.ts';
import { isUnmarkedThinking } from './unmarkedThinking.ts';
import { isOpposite, isQuality } from './vocabulary.ts';
import { contentWords, Known, letters, tokens } from './words.ts';

/** A follow-up, its rewrite, and the conversation it belongs to, oldest turn first. */
export interface Rewrite {
  readonly question: string;
  readonly rewrite: string;
  readonly history: readonly HistoryTurn[];
}

/** A rewrite with the conversation as one text, which most guards look things up in. */
interface Judged extends Rewrite {
  /** Everything said before, and the question. */
  readonly conversation: string;
  readonly known: Known;
}

type Guard = readonly [RewriteRefusal, (rewrite: Judged) => boolean];

/** In this order; the first that trips is named. */
const GUARDS: readonly Guard[] = [
  ['empty', saysNothing],
  ['severalLines', ({ rewrite }) => /[\n\v\f\r\u0085\u2028\u2029]/.test(rewrite)],
  // An echo of the prompt may speak of the user as a thought does.
  ['instruction', repeatsInstruction],
  ['thinking', ({ question, rewrite }) => isUnmarkedThinking(rewrite, question)],
  ['answer', ({ question, rewrite }) => looksLikeAnswer(question, rewrite)],
  ['tooLong', ({ question, rewrite }) => weight(rewrite) > 3 * weight(question) + 20],
  ['otherLanguage', changesLanguage],
  ['alreadySaid', repeatsWhatWasSaid],
  ['lostNumber', losesNumber],
  ['lostQuotation', ({ question, rewrite }) => loses(quotations(question), rewrite)],
  ['lostIdentifier', losesName],
  ['lostNegation', losesNegation],
  ['lostWord', losesWord],
  ['invented', invents],
  ['unrelated', isUnrelated],
  ['answer', answersInstead],
];

/** A longer question is never asked to be rewritten; what is pasted must not cost seconds. */
const MAX_QUESTION_LENGTH = 20_000;
/** Characters of the conversation that words are looked up in, the latest. */
const MAX_CONVERSATION_LENGTH = 100_000;

/** The first guard that refuses the rewrite; undefined when all let it pass. */
export function refusingGuard(rewrite: Rewrite): RewriteRefusal | undefined {
  if (rewrite.question.length > MAX_QUESTION_LENGTH) return 'tooLong';
  const said = rewrite.history.map(({ user, assistant }) => `${user}\n${assistant}`);
  const conversation = `${said.join('\n').slice(-MAX_CONVERSATION_LENGTH)}\n${rewrite.question}`;
  const judged = { ...rewrite, conversation, known: new Known(conversation) };
  return GUARDS.find(([, trips]) => trips(judged))?.[0];
}

const NOTHING = /^(?:ok(?:ay)?|n\/?a|none|null|undefined|nothing|unknown|same|无|没有|不适用)$/i;

function saysNothing({ question, rewrite }: Judged): boolean {
  const plain = rewrite.replace(/[^\p{L}\p{N}/]+/gu, ' ').trim();
  return !/[\p{L}\p{N}]/u.test(plain) || (NOTHING.test(plain) && plain !== question.trim());
}

const INSTRUCTIONS = (['en', 'zh'] as const).map((language) => {
  const { system, conversation, message, ask, askAgain } = promptsIn(language).rewrite;
  const orders = [...Object.values(ask), ...Object.values(askAgain)];
  return [system, conversation, message(''), ...orders].map(letters).join(' ');
});

/** Small models repeat what they were told. */
function repeatsInstruction({ rewrite, conversation }: Judged): boolean {
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

function changesLanguage({ question, rewrite, history }: Judged): boolean {
  const before = dominantScript(question);
  const after = dominantScript(rewrite);
  if (before === undefined || before === after) return false;
  const said = history.map(({ user, assistant }) => `${user}\n${assistant}`).join('\n');
  // A short follow-up in Japanese may have no kana; its conversation has.
  return !(before === 'han' && after === 'kana' && dominantScript(said) === 'kana');
}

function losesNumber(judged: Judged): boolean {
  const kept = new Set(numbers(judged.rewrite));
  return numbers(judged.question).some((number) => !kept.has(number)) || losesOption(judged);
}

function losesName({ question, rewrite }: Judged): boolean {
  return loses(identifiers(question), rewrite) || loses(names(question), rewrite, 'anyCase');
}

function loses(parts: readonly string[], rewrite: string, sameness?: 'anyCase'): boolean {
  return [...new Set(parts)].some((part) => !keeps(rewrite, part, sameness));
}

/** Of a long question, an error message for one, this share may be left out. */
const MAX_LOST_SHARE = 1 / 3;
const POINTER =
  /\b(?:that|this|those|these|the|your|my|its|same|other|first|second|third|last|previous|above)\s+\w+/gi;

/**
 * What the question is about must stay: each of its content words, or a related one. Words behind
 * "that" and "the" point at something that the rewrite is to name.
 */
function losesWord(judged: Judged): boolean {
  const { question, rewrite } = judged;
  if (!readsWords(judged)) return false;
  if (isOpposite(question, rewrite) || picksSameAgain(judged)) return true;
  const wanted = wantedWords(question);
  const kept = new Known(rewrite);
  const lost = [
    ...wanted.latin.filter((word) => !kept.hasLatin(word)),
    ...wanted.han.filter((word) => !kept.hasHan(word)),
  ];
  if (lost.length === 0) return false;
  const added = foreignWords(judged);
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

/** The words of English and Chinese are known; of another language only its script and its names. */
function readsWords({ question, rewrite }: Judged): boolean {
  const script = dominantScript(rewrite);
  return script === 'han' || (script === 'latin' && (isEnglish(rewrite) || isEnglish(question)));
}

/** How many content words of the rewrite nobody has said. */
function foreignWords({ rewrite, conversation, known }: Judged): number {
  const { latin, han } = contentWords(rewrite);
  return (
    latin.filter((word) => !known.hasLatin(word) && !isLanguageOf(word, conversation)).length +
    han.filter((word) => !known.hasHan(word)).length
  );
}

/** A name, an identifier or a number that nobody has said. */
function invents({ rewrite, conversation, known }: Judged): boolean {
  // "Python 3" where python3 was said: its number stands in a name.
  const knownNumbers = new Set([...numbers(conversation), ...(conversation.match(/\d+/g) ?? [])]);
  if (numbers(rewrite).some((number) => !knownNumbers.has(number))) return true;
  const isSaid = (name: string) => keeps(conversation, name, 'anyCase') || known.hasJoined(name);
  return (
    identifiers(rewrite).some((name) => !isSaid(name)) ||
    names(rewrite).some(
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

/** "Chinese" is no new name where there is Chinese in the conversation. */
function isLanguageOf(name: string, conversation: string): boolean {
  return SCRIPT_OF_LANGUAGE[name.toLowerCase()]?.test(conversation) ?? false;
}

/** Most of what it is about comes from nowhere. */
function isUnrelated(judged: Judged): boolean {
  if (!readsWords(judged)) return false;
  const { latin, han } = contentWords(judged.rewrite);
  const count = latin.length + han.length;
  // Chinese has many words for one thing, and where one ends is a guess.
  const share = han.length > 0 ? 2 / 3 : 1 / 2;
  return foreignWords(judged) > count * share;
}

/** It neither asks nor orders, where the person did not state something either. */
function answersInstead(judged: Judged): boolean {
  const { question, rewrite, history } = judged;
  if (!readsWords(judged)) return false;
  const users = [...history.map(({ user }) => user), question];
  return !asksOrOrders(rewrite, users, question) && moodOf(question) !== 'statement';
}
