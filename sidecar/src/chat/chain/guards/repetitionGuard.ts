import { numbers } from '../words/namedParts.ts';
import { isFunctionWord, isGenericHan, stem } from '../words/vocabulary.ts';
import { contentWords, KnownWords, tokens } from '../words/words.ts';
import type { Rewrite } from './rewrite.ts';

/** A shorter match between a rewrite and an answer may be chance. */
const MIN_REPEATED_LENGTH = 12;
const MIN_REPEATED_HAN = 6;
const ASKING_WORDS =
  /\b(?:why|how|when|where|what|which|who|whose|again|repeat|back)\b|为什么|为何|怎么|如何|什么|哪|谁|多少|再说|重复|回到/giu;
const RETURNS =
  /\b(?:back to|return to|again|repeat|once more|the (?:first|previous|earlier|original|last) (?:question|one|topic|thing|problem))\b|回到|再问|再说|重新|第一个问题|之前的问题|刚才的问题|上一个问题|最初/i;

/** Whether the user explicitly returns to an earlier question. */
export function returnsToTopic(question: string): boolean {
  return RETURNS.test(question);
}

/** Whether the rewrite repeats an earlier question, or a sentence of an earlier answer. */
export function repeatsConversation({ question, rewrite, history }: Rewrite): boolean {
  if (same(question, rewrite)) return false;
  if (history.some(({ assistant }) => repeatsAnswer(rewrite, assistant))) return true;
  if (returnsToTopic(question)) return false;
  return history.some(({ user }) => repeatsQuestion(question, rewrite, user));
}

function repeatsQuestion(question: string, rewrite: string, user: string): boolean {
  if (same(user, rewrite)) return true;
  if (askingWords(user) !== askingWords(rewrite)) return false;
  const before = contentKey(user);
  return before !== '' && before === contentKey(rewrite) && addsNothing(question, user);
}

/** Whether the earlier question has words for everything that the follow-up names. */
function addsNothing(question: string, user: string): boolean {
  const said = new KnownWords(user);
  const { latin, han } = contentWords(question);
  return (
    !latin.every((word) => said.hasLatin(word)) ||
    !han.every((word) => said.hasHan(word)) ||
    latin.length + han.length === 0
  );
}

function repeatsAnswer(rewrite: string, assistant: string): boolean {
  const said = plain(rewrite);
  const enough = /\p{Script=Han}/u.test(said) ? MIN_REPEATED_HAN : MIN_REPEATED_LENGTH;
  return (
    said.length >= enough && /[?？]/.test(rewrite) === false && plain(assistant).includes(said)
  );
}

function same(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** Letters and digits only. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The asking words of a text: "how" and "why" about one thing are two questions. */
function askingWords(text: string): string {
  return [...new Set((text.toLowerCase().match(ASKING_WORDS) ?? []).map((mark) => mark.trim()))]
    .sort()
    .join();
}

/** The content of a question: all words but function words, and the numbers. */
function contentKey(text: string): string {
  const latin = tokens(text).filter((word) => !isFunctionWord(word));
  const han = (text.match(/\p{Script=Han}/gu) ?? []).filter(
    (character) => !isGenericHan(character),
  );
  return [...new Set([...latin.map(stem), ...han, ...numbers(text)])].sort().join();
}
