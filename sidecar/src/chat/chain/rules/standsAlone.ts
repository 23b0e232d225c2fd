import { isGenericHan } from '../words/vocabulary.ts';
import { characterPairs, KnownWords, topicWords } from '../words/words.ts';

/** Words of a follow-up that refer to the conversation. */
const POINTS_BACK = [
  /\b(?:it|its|this|that|these|those|they|them|their|he|she|there|then|same|other|another|instead|too(?!\s+\w)|also|else|again|still|back to|former|latter|above|previous|earlier|the two|both|either|neither|none)\b/i,
  /\bones?\b(?=\s*(?:$|[?.!,;:]|(?:of|for|with|in|on|at|to|from|that|which|is|are|was|were|do|does|did|should|would|could|can|instead|please)\b))/i,
  /\b(?:first|second|third|last|next)\s*(?:$|[?.!,;:])/i,
  /\b(?:option|step|point|number|way|method|approach|solution|variant)\s+\d+\b/i,
];
const OPENS_AS_REST =
  /^(?:and|or|but|so|then|no|not|nope|yes|yeah|ok|okay|well|hmm|what about|how about|what if|with|without|for|in|on|as|now|only|using|like|more|less|make|add|remove|use|try|why not)\b/i;
const DEFINES =
  /^(?:what(?:['’]s| is| are)|who|define|describe|explain|tell me about|how does|how do(?! i\b| you\b| we\b))\s/i;
const HOW_TO = /^(?:how (?:do|can|would|should|could) (?:i|you|we|one)|how to)\s/i;
const ASKS =
  /^(?:how|what|which|who|when|where|why|is|are|can|could|does|do|should|will|write|create|implement|give|show|list|compare|find|generate)\b/i;

const POINTS_BACK_IN_CHINESE =
  /[它他她]|这|那|该(?!怎|如)|此|前者|后者|前面|上面|上述|刚才|刚刚|之前|另[一外]|其他|其它|别的|也|还|呢|继续|接着|再|换|改|不对|不是|不要|同样|对应|两者|哪个|哪种|第[一二三四五六七八九十\d]|方案\s*\d|回到|一点|一下吗/u;
const ASKS_IN_CHINESE =
  /[?？吗]|什么|怎么|怎样|如何|为何|为什么|哪|多少|区别|不同|是否|有没有|能不能|^(?:写|实现|解释|介绍|讲|列出|帮我|给我|用\s?[A-Za-z])/u;
const COMPARES_IN_CHINESE = /区别|不同|差别|对比|比较/;

/**
 * Whether the message can be understood without the conversation: it refers to nothing in it, and
 * says enough. `history` is the conversation as one text. In doubt the answer is no: a question that
 * is treated as a follow-up keeps all its words.
 */
export function standsAlone(question: string, history: string): boolean {
  const text = question.normalize('NFKC').trim();
  return /\p{Script=Han}/u.test(text)
    ? standsAloneInChinese(text, history)
    : standsAloneInEnglish(text, history);
}

/** Whether the text has a word that refers to the conversation, such as "it" or 那个. */
export function pointsBack(text: string): boolean {
  if (/\p{Script=Han}/u.test(text)) return POINTS_BACK_IN_CHINESE.test(text);
  return POINTS_BACK.some((pattern) => pattern.test(text));
}

function standsAloneInEnglish(text: string, history: string): boolean {
  if (/[\n\r]/.test(text) || OPENS_AS_REST.test(text)) return false;
  if (pointsBack(text) || !asksOrDefines(text)) return false;
  const known = new KnownWords(history);
  const isKnown = (word: string) => known.hasTopic(word);
  const words = topicWords(text.replace(DEFINES, ' '));
  const definite = [...text.matchAll(/\bthe\s+[`"']?([\w-]+)/gi)].map((match) => match[1] ?? '');
  if (definite.some((noun) => isKnown(noun.toLowerCase()))) return false;
  const news = words.filter((word) => !isKnown(word)).length;
  if (definite.length > 0) return words.length >= 4 && news * 2 >= words.length;
  if (DEFINES.test(text)) return news > 0 && news * 2 >= words.length;
  if (HOW_TO.test(text)) return words.length >= 3 && news >= 2;
  return words.length >= 4 && news * 2 >= words.length;
}

function asksOrDefines(text: string): boolean {
  return ASKS.test(text) || DEFINES.test(text);
}

function standsAloneInChinese(text: string, history: string): boolean {
  if (/[\n\r]/.test(text) || pointsBack(text)) return false;
  if (!ASKS_IN_CHINESE.test(text)) return false;
  const before = history.toLowerCase();
  const names = (text.toLowerCase().match(/[a-z][\w+#.-]*/g) ?? []).filter(
    (name) => !before.includes(name),
  );
  const runs = contentRuns(text);
  const content = runs.join('').length;
  const pairs = runs.flatMap(characterPairs);
  const shared = pairs.filter((pair) => before.includes(pair)).length;
  if (names.length >= 2 && COMPARES_IN_CHINESE.test(text)) return true;
  if (names.length > 0) return content >= 4 && shared * 2 <= pairs.length;
  return content >= 7 && shared === 0;
}

/** The Chinese parts of a text, without function words. */
function contentRuns(text: string): string[] {
  const bare = text.replace(/\p{Script=Han}/gu, (one) => (isGenericHan(one) ? ' ' : one));
  return bare.match(/\p{Script=Han}+/gu) ?? [];
}
