import type { HistoryTurn } from '../chainRequest.ts';
import { contentWords, KnownWords } from '../words/words.ts';
import type { Rewrite } from './rewrite.ts';

const NEGATION =
  /\b(?:not|never|no longer|without|cannot|neither|nor|none|nothing|no)\b|n['’]t\b|不|没|沒|无|無|别|未|勿|非(?!常)/i;
/** Negative words that are not negations: "fails" for "does not work", "instead of" for "not". */
const NEGATIVE =
  /\b(?:fail\w*|unable|impossible|error\w*|broken|wrong|missing|lacks?|stop\w*|avoid\w*|prevent\w*|omit\w*|exclud\w*|skip\w*|remov\w*|disabl\w*|instead of|rather than|un(?:able|safe|set|known|stable|supported|defined|used|available|expected|reliable|necessary)|in(?:valid|correct|compatible|complete|sufficient)|non-?\w+|no-\w+)\b|失败|报错|出错|错误|无法|避免|防止|去掉|移除|禁止|停止|而是/i;
/** Negations that do not negate the request: a correction, a question tag, "no problem". */
const ASIDES =
  /^(?:no|nope|nah|not that|wrong)[,.!;:\s]+|^(?:and |but |so )?(?:isn|aren|doesn|won|can|couldn|wasn|didn|hasn|haven)['’]t\b|[,\s](?:isn|aren|doesn|don|won|can|couldn|wasn|didn|hasn|haven)['’]t (?:it|you|they|that|there|we|i|he|she)\W*$|\bwhy not\b|\bno (?:problem|worries|need)\b|\bif not\b|\bor not\b|^(?:不对|不是|不，|不,|不不|没事|没关系|不过|不错)[，,。\s]*|不一样|不同|能不能|是不是|会不会|可不可以|要不要|有没有|好不好|对不对|行不行|不就|差不多|不好意思|([\p{Script=Han}])不\1/giu;
const WHY =
  /^[^\p{L}]*(?:but\s+|and\s+)?(?:why(?: (?:is that|so|not|though|that))?|how come|为什么|为何|为啥|为什麼|怎么会)[^\p{L}\p{N}]*$/iu;
/** An answer that begins with a no. */
const DENIAL =
  /^[\s*_"“]*(?:no\b|nope\b|not\b|never\b|不|没有|没法|无法|否|别|it (?:is|does|can)(?:n['’]t| not)|you (?:can|should)(?:n['’]t|not| not))/i;

/**
 * Whether the rewrite drops a negation or, in a statement, adds one. After "No, it isn't", a bare
 * "why?" asks why not.
 */
export function losesNegation({ question, rewrite, history }: Rewrite): boolean {
  const asked = isNegative(question);
  if (asked && !isNegative(rewrite) && !hasNewNegative(question, rewrite)) return true;
  if (!asked && negatesStatement(question, rewrite, history)) return true;
  if (!asked && addsNegation({ question, rewrite, history })) return true;
  return WHY.test(question) && dropsDenial(rewrite, history.at(-1));
}

function isNegative(text: string): boolean {
  return NEGATION.test(text.replace(ASIDES, ' '));
}

/** "Fails" may stand for "does not work", but not where the question has the word as well. */
function hasNewNegative(question: string, rewrite: string): boolean {
  const asked = question.toLowerCase();
  const words = rewrite.match(new RegExp(NEGATIVE, 'gi')) ?? [];
  if (ABSENCE.test(question)) return words.some((word) => ABSENT.test(word));
  return words.some((word) => !asked.includes(word.toLowerCase()));
}

/** "No items" is not the same as an error. */
const ABSENCE =
  /\b(?:no|without|none)\s+\w|没有?(?=\p{Script=Han}*(?:参数|元素|数据|值|项|内容|结果|文件|网络|权限))|无(?=\p{Script=Han})/iu;
const ABSENT =
  /missing|lack|omit|exclud|skip|remov|disabl|instead|rather|avoid|prevent|stop|un|in|non|no-|去掉|移除|避免|禁止|防止|停止|无法|而是/i;

/** A negation with the word that it negates. */
const NEGATED =
  /\b(?:not|never|without|cannot|no)\s+(\p{L}+)|n['’]t\s+(\p{L}+)|(?:不|没有?|无法)(\p{Script=Han})/giu;
const ASKS_REASON = /\bwhy\b|\bhow come\b|为什么|为何|为啥|怎么(?:会|办|修|解决)|\bfix\b/i;

/** Whether the rewrite of a question has a negation that nobody said. */
function addsNegation({ question, rewrite, history }: Rewrite): boolean {
  if (ASKS_REASON.test(question) || NEGATIVE.test(question)) return false;
  const said = history
    .slice(-2)
    .map(({ user, assistant }) => `${user}\n${assistant}`)
    .join('\n');
  const known = [...said.matchAll(NEGATED)].map(negated);
  return [...rewrite.replace(ASIDES, ' ').matchAll(NEGATED)].some(
    (found) => !known.includes(negated(found)),
  );
}

function negated(found: RegExpExecArray): string {
  return (found.slice(1).find((word) => word !== undefined) ?? '').toLowerCase();
}

const STILL = /\b(?:still|again|keeps?|same)\b|还是|仍|依然|依旧|又/i;

/** "It still returns null" must not become "it no longer returns null". */
function negatesStatement(
  question: string,
  rewrite: string,
  history: readonly HistoryTurn[],
): boolean {
  if (!STILL.test(question) || /[?？]/.test(question)) return false;
  const last = history.at(-1);
  return isNegative(rewrite) && !isNegative(`${last?.user ?? ''}\n${last?.assistant ?? ''}`);
}

function dropsDenial(rewrite: string, last: HistoryTurn | undefined): boolean {
  if (last === undefined || !DENIAL.test(last.assistant)) return false;
  if (isNegative(rewrite) || NEGATIVE.test(rewrite)) return false;
  const asked = new KnownWords(last.user);
  const answered = new KnownWords(last.assistant);
  const { latin, han } = contentWords(rewrite);
  const fromAnswer =
    latin.some((word) => !asked.hasLatin(word) && answered.hasLatin(word)) ||
    han.some((word) => !asked.hasHan(word) && answered.hasHan(word));
  return !fromAnswer;
}
