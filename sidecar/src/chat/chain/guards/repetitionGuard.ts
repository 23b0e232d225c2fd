import type { HistoryTurn } from '../chainRequest.ts';
import { numbers } from '../words/namedParts.ts';
import { isFunctionWord, isGenericHan, stem } from '../words/vocabulary.ts';
import { contentWords, Known, tokens } from '../words/words.ts';

interface FollowUp {
  readonly question: string;
  readonly rewrite: string;
  readonly history: readonly HistoryTurn[];
}

/** Fewer characters than this of an answer may stand in a rewrite by chance. */
const MIN_REPEATED_LENGTH = 12;
const MIN_REPEATED_HAN = 6;
const ASKED_WITH =
  /\b(?:why|how|when|where|what|which|who|whose|again|repeat|back)\b|为什么|为何|怎么|如何|什么|哪|谁|多少|再说|重复|回到/giu;
const RETURNS =
  /\b(?:back to|return to|again|repeat|once more|the (?:first|previous|earlier|original|last) (?:question|one|topic|thing|problem))\b|回到|再问|再说|重新|第一个问题|之前的问题|刚才的问题|上一个问题|最初/i;

/** Whether the person goes back to an earlier question themselves. */
export function returnsToTopic(question: string): boolean {
  return RETURNS.test(question);
}

/** Whether the rewrite is an earlier question, or a sentence of an earlier answer, said again. */
export function repeatsWhatWasSaid({ question, rewrite, history }: FollowUp): boolean {
  if (same(question, rewrite)) return false;
  if (history.some(({ assistant }) => repeatsAnswer(rewrite, assistant))) return true;
  if (returnsToTopic(question)) return false;
  return history.some(({ user }) => repeatsQuestion(question, rewrite, user));
}

function repeatsQuestion(question: string, rewrite: string, user: string): boolean {
  if (same(user, rewrite)) return true;
  if (marks(user) !== marks(rewrite)) return false;
  const before = keyOf(user);
  return before !== '' && before === keyOf(rewrite) && addsNothing(question, user);
}

/** Whether the earlier question had all that the follow-up names, so that neither tells them apart. */
function addsNothing(question: string, user: string): boolean {
  const said = new Known(user);
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

/** Letters and digits alone. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What a question asks with; "how" and "why" about the same thing are two questions. */
function marks(text: string): string {
  return [...new Set((text.toLowerCase().match(ASKED_WITH) ?? []).map((mark) => mark.trim()))]
    .sort()
    .join();
}

/** All words that do more than join others, and the numbers. */
function keyOf(text: string): string {
  const latin = tokens(text).filter((word) => !isFunctionWord(word));
  const han = (text.match(/\p{Script=Han}/gu) ?? []).filter(
    (character) => !isGenericHan(character),
  );
  return [...new Set([...latin.map(stem), ...han, ...numbers(text)])].sort().join();
}
