/** Writing systems, which a rewrite must keep. Languages in Latin script are not distinguished. */
export type Script =
  | 'han'
  | 'kana'
  | 'hangul'
  | 'cyrillic'
  | 'arabic'
  | 'hebrew'
  | 'devanagari'
  | 'thai'
  | 'latin';

const PATTERNS: readonly (readonly [Script, RegExp])[] = [
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['han', /\p{Script=Han}/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  ['thai', /\p{Script=Thai}/gu],
];

const LATIN = /\p{Script=Latin}/gu;
/** In a text of another script, Latin letters are mostly names and code, so they count little. */
const LATIN_WEIGHT = 0.2;
const ENGLISH_WORDS =
  /(?<![\w'])(?:a|about|an|and|are|between|can|did|do|does|for|how|instead|is|it|mean|means|of|say|should|that|the|this|to|what|which|why|with|write|you)(?![\w'])/gi;
/** Characters of Chinese that Japanese does not use. */
const CHINESE_ONLY = /[吗呢么们这让说对为]/;

const FENCED =
  /^ {0,3}(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
const QUOTED =
  /`[^`\n]+`|"[^"\n]+"|“[^“”\n]+”|「[^「」\n]+」|『[^『』\n]+』|《[^《》\n]+》|«[^«»\n]+»/g;

/**
 * The script of the text; undefined when it has no letters. Code and quotations count only if there
 * is nothing else. Names and terms in Latin letters do not make a text Latin: "useState 和 useRef 区别"
 * is Chinese.
 */
export function dominantScript(text: string): Script | undefined {
  return scriptOf(text.replace(FENCED, ' ').replace(QUOTED, ' ')) ?? scriptOf(text);
}

function scriptOf(text: string): Script | undefined {
  const counts = new Map(PATTERNS.map(([script, pattern]) => [script, count(text, pattern)]));
  // Japanese mixes both in any proportion.
  const kana = counts.get('kana') ?? 0;
  const han = counts.get('han') ?? 0;
  const japanese = kana > 0 && !(CHINESE_ONLY.test(text) && kana <= han);
  counts.set('kana', japanese ? kana + han : 0);
  counts.set('han', japanese ? 0 : han + kana);

  const [script, letters] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  const latin = count(text, LATIN);
  if (letters === 0) return latin > 0 ? 'latin' : undefined;
  const prevails = letters >= latin * LATIN_WEIGHT || count(text, ENGLISH_WORDS) < 2;
  return prevails ? script : 'latin';
}

/** Whether the text has words that no other language in Latin script has. */
export function isEnglish(text: string): boolean {
  return count(text, ENGLISH_WORDS) > 0;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** The kind of a message. */
export type Mood = 'question' | 'order' | 'statement';

const LEAD = String.raw`(?:(?:and|but|so|then|or|ok|okay|now|also|well|yes|great|about [^:,]{1,40}[:,]|back to [^:,]{1,40}[:,])[,\s]+)*`;
const ASKS = new RegExp(
  `^${LEAD}(?:how|what|which|why|who|whose|when|where|is|are|was|were|am|can|could|do|does|did|will|would|should|shall|may|might|has|have|had|(?:is|are|was|do|does|did|ca|wo|would|should|could|have|has)n['’]?t)\\b`,
  'i',
);
const STATES =
  /^(?:(?:but|and|so|ok|okay|well|hmm|now|then|sorry)[,\s]+)*(?:no\b|not\b|nope|actually|i\b|i['’]|we\b|you\b|my\b|it\b|it['’]s|its\b|still|that\b|that['’]s|this\b|they|there\b|the\b|same (?:error|problem|result)|nothing|error\b|warning\b|traceback|exception|\S*(?:Error|Exception|Warning)\b|\S+ (?:is|are|was|were|fails|failed|throws|returns|says|does|doesn['’]t|didn['’]t|isn['’]t)\b)/i;

const ASKS_IN_CHINESE =
  /[?？吗呢]|什么|甚么|怎么|怎样|如何|为何|为什么|哪|多少|多久|多大|几[个种次行]|谁|是否|能否|可否|有没有|是不是|能不能|会不会|可不可以|要不要|好不好/;
const STATES_IN_CHINESE =
  /^(?:(?:嗯|可是|但是?|好的?|OK)[，,\s]*)*(?:不对|不是|不行|没有?|无效|还是|仍然|依然|我|报错|提示|错误|它|这|那|浏览器|控制台|日志|运行|编译|结果|现在)|还是|仍|依然|依旧/;

/**
 * Whether a message is a question, an order or a statement. Pasted text, such as an error, is a
 * statement; a few words without a verb, such as "with lodash", are an order.
 */
export function moodOf(message: string): Mood {
  const text = message.normalize('NFKC').trim();
  if (/^`[^`]+`$/.test(text)) return 'statement';
  if (/\p{Script=Han}/u.test(text)) {
    if (ASKS_IN_CHINESE.test(text)) return 'question';
    return STATES_IN_CHINESE.test(text) ? 'statement' : 'order';
  }
  if (/[?？]\s*$/.test(text) || ASKS.test(text)) return 'question';
  if (STATES.test(text) || /[{};=<>]\s*\S*$/m.test(text) || /^\S+\(.*\)$/.test(text))
    return 'statement';
  return 'order';
}

/** The source of a pattern for the verbs that begin a yes/no question. */
export const AUXILIARY =
  "(?:(?:is|are|was|were|am|do|does|did|can|could|will|would|should|shall|may|might|must|has|have|had)(?:n['’]t)?|can['’]t|won['’]t)";
