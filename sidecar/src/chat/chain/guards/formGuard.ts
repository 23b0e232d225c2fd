import { isRequestWord } from '../words/vocabulary.ts';
import { contentWords, KnownWords, letters, tokens } from '../words/words.ts';
import type { Rewrite } from './rewrite.ts';

/** Control and formatting characters, such as those that reverse the direction of a text. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u;
/** What models put around a rewrite. */
const LEFTOVERS = [
  /^(?:#{1,6}|>|=+|\|)\s/,
  /^(?:(?:final|my|the|short|revised) )*(?:assistant|system|bot|ai|model|human|note|p\.?s|hint|explanation|context|answer|response|reply|助手|系统|注意?|说明|回答|答案?|备注)\s*[:：]/i,
  /[(（[【]\s*(?:re(?:written|phrased|worded)|rewrite|standalone|edited|note|translated|改写|重写|已改写|注)[^()（）]*[)）\]】]\s*[.。]?\s*$/i,
  /(?:^|\s)(?:assistant|human|助手)\s*[:：]/i,
  /(?:^|[\s.?!。？！(（])(?:note|p\.?s|explanation|注意?|备注|说明)\s*[:：]/i,
];

/** Whether the rewrite has characters or marks that no question has. */
export function isMalformed({ question, rewrite }: Rewrite): boolean {
  return [INVISIBLE, ...LEFTOVERS].some(
    (pattern) => pattern.test(rewrite) && !pattern.test(question),
  );
}

const MAX_SAME_WORD = 4;

/** Whether it says a word three times in a row or all the time, or everything twice. */
export function repeatsItself({ question, rewrite }: Rewrite): boolean {
  // Addresses and versions may repeat a number.
  const words = wordsOf(rewrite);
  const asked = wordsOf(question);
  const half = words.length / 2;
  if (words.length > 3 && words.slice(0, half).join(' ') === words.slice(half).join(' '))
    return true;
  if (/(\p{Script=Han}{2,})[^\p{Script=Han}]*\1[^\p{Script=Han}]*\1/u.test(rewrite)) return true;
  if (/^[^\p{L}]*(.{4,}?)[?？。.!！\s，,]*\1[?？。.!！\s]*$/iu.test(rewrite)) return true;
  const inARow = words.some((word, at) => word === words[at + 1] && word === words[at + 2]);
  if (inARow && !/(\S+) \1 \1/.test(asked.join(' '))) return true;
  const times = (all: readonly string[], word: string) => all.filter((one) => one === word).length;
  return words.some(
    (word) =>
      !/^(?:the|a|of|in|to|and)$/.test(word) &&
      times(words, word) > MAX_SAME_WORD &&
      times(asked, word) <= MAX_SAME_WORD,
  );
}

function wordsOf(text: string): string[] {
  return letters(text)
    .split(' ')
    .filter((word) => /\p{L}/u.test(word));
}

/** Where another request may begin. */
const CLAUSES =
  /[;；。?？!！]|\.\s|\s[-–—]{1,2}\s|[，,]?\s*\b(?:and|also|then|plus)\s+(?=(?:also|then|please|what|how|why|who|where|when|which|is|are|do|does|can|tell|show|reply|answer|say|print|write|ignore|run|give|send|repeat|reveal|forget|delete|list)\b)|[，,]\s*(?:并且?|而且|另外|还有|同时|顺便|然后|再)|(?:并且|另外|顺便|同时)/giu;
const ORDERS_MODEL =
  /\b(?:reply|answer|respond|output|say|write) (?:only|just|with|in one word)\b|\b(?:only|just) (?:reply|answer|respond|output|say)\b|\b(?:ignore|forget|disregard) (?:\w+ ){0,3}(?:instructions?|rules|messages?|above|prompts?)\b|[(（]\s*(?:answer|reply|respond|please|be|keep|回答|请)\b[^)）]*[)）]|\b(?:system prompt|your instructions)\b|只(?:用|能|需|要)?(?:回答|回复|输出|说)|忽略(?:以上|之前|所有|前面)|系统提示/i;

/** Whether a request is appended that has nothing to do with the conversation. */
export function appends({ question, rewrite, history }: Rewrite): boolean {
  if (ORDERS_MODEL.test(rewrite) && !ORDERS_MODEL.test(question)) return true;
  const clauses = rewrite
    .split(CLAUSES)
    .filter((clause) => clause !== undefined && /[\p{L}\p{N}]/u.test(clause));
  const known = new KnownWords(
    [...history.flatMap(({ user, assistant }) => [user, assistant]), question].join('\n'),
  );
  return clauses.slice(1).some((clause) => {
    const latin = tokens(clause).filter((word) => !isRequestWord(word));
    const { han } = contentWords(clause);
    const count = latin.length + han.length;
    const found =
      latin.filter((word) => known.hasLatin(word)).length +
      han.filter((word) => known.hasHan(word)).length;
    return count > 0 && found * 2 < count;
  });
}
