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
