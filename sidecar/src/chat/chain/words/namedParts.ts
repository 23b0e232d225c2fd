import { dominantScript, isEnglish } from './script.ts';
import { isFunctionWord, spellings } from './vocabulary.ts';
import { initialsOf, tokens } from './words.ts';

/** Ordinals refer to the conversation, and a rewrite replaces them: "the 2nd one", 第2个. */
const ORDINALS =
  /(?<![\p{Script=Latin}\p{N}_.])\d+(?:st|nd|rd|th)\b|第\s*\d+\s*[个個种種点條条项項]|(?<!\p{N})\d+\s*(?:つ目|番目|번째)/gu;
/** A numbered option stands for its text: "option 2", 方案2. Larger numbers are not options. */
const OPTIONS =
  /(?:\b(?:option|choice|step|number|item|approach|method|solution|way|point|variant|alternative|suggestion|no\.)\s*#?|(?<![\w#])#|(?:方案|选项|步骤|方法|办法|建议|选择|第))\s*(\d{1,2})(?![\d.]|\s*(?:%|行|页|章|版|天|年|月|日|秒|分|小时|ms\b|s\b))/giu;
const NUMBER =
  /(?<![\p{Script=Latin}\p{N}_.])(\d+(?:[.:]\d+)*)(?:\s?(k|w|万|萬|千|亿|億|thousand|million|billion)(?![\p{Script=Latin}\p{N}]))?/giu;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;
const FACTORS: Readonly<Record<string, number>> = {
  k: 1e3,
  千: 1e3,
  thousand: 1e3,
  w: 1e4,
  万: 1e4,
  萬: 1e4,
  million: 1e6,
  亿: 1e8,
  億: 1e8,
  billion: 1e9,
};

/**
 * The numbers in a text, without units: "30s" has 30, and "Python 3.11" has 3.11. Spellings of one
 * amount give the same number: "10k" and "10,000", 10万 and "100000". Numbers of options are left out.
 */
export function numbers(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .replace(ORDINALS, ' ')
    .replace(OPTIONS, ' ')
    .replace(THOUSANDS, '');
  return [...plain.matchAll(NUMBER)].map(([, number = '', unit]) => {
    const factor = unit === undefined ? undefined : FACTORS[unit.toLowerCase()];
    return factor === undefined ? number : String(Math.round(Number(number) * factor));
  });
}

/** The numbers of the options in a text: "option 2" has 2. */
export function optionNumbers(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(OPTIONS)].flatMap(([, number]) => number ?? []);
}

const QUOTATIONS = [
  /(?<![\p{Script=Latin}\p{N}])"([^"\n]+)"/gu,
  /(?<![\p{Script=Latin}\p{N}])'(?=\S)((?:[^'\n]|(?<=\p{Script=Latin})'(?=\p{Script=Latin}))+)'(?!\p{Script=Latin})/gu,
  /“([^“”\n]+)”/g,
  /‘((?:[^‘’\n]|(?<=\p{Script=Latin})’(?=\p{Script=Latin}))+)’/gu,
  /「([^「」\n]+)」/g,
  /『([^『』\n]+)』/g,
  /《([^《》\n]+)》/g,
  /«([^«»\n]+)»/g,
  /„([^„“”\n]+)[“”]/g,
  /`([^`\n]+)`/g,
];

/** The texts between quotation marks of any kind, without the marks. */
export function quotations(text: string): string[] {
  const quoted = QUOTATIONS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => (match[1] ?? '').trim()),
  );
  return [...new Set(quoted)].filter((part) => part !== '');
}

const IDENTIFIERS = [
  /https?:\/\/[^\s"'`<>()\p{Script=Han}（），。；？」』”]+/gu, // an address
  /(?<![\w-])--?[A-Za-z][\w-]*/g, // a flag
  /(?<![\w./-])(?:[\w.-]+\/)+[\w-]*\.\w+/g, // a path with an extension
  /(?<![\w/.:])~?\/[\w.-]+(?:\/[\w.-]+)*/g, // a path from the root
  /(?<!\w)[A-Za-z]:\\[\w\\.-]+/g, // the same on Windows
  /(?<![\w$])[A-Za-z_$][\w$]*(?:(?:\.|::|->)[A-Za-z_$][\w$]*)+/g, // a member, or a file's name
  /(?<![\w.])\.[A-Za-z][\w.-]*/g, // a file whose name begins with a dot
  /(?<![\w$])[A-Za-z_$][\w$]*(?=\((?!s\)))/g, // a call, and no plural
  /\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|\w*[A-Za-z]_\w+)\b/g, // camelCase, snake_case
  /(?<!\w)(?:@[\w-]+(?:\/[\w.-]+)*|\$[A-Za-z_]\w*)/g, // a package, an annotation, a variable
  /\b[A-Za-z](?:\+\+|#)(?!\w)/g, // C++, C#
  /\b(?:[A-Za-z]+\d\w*(?:\.\d+)*|0x[0-9A-Fa-f]+)/g, // utf8, llama3.1, 0x1F
];
const ABBREVIATION = /^[A-Za-z](?:\.[A-Za-z])+$/;

/** Names that only code, files and versions have. */
export function identifiers(text: string): string[] {
  const found = IDENTIFIERS.flatMap((pattern) => text.match(pattern) ?? []);
  return [...new Set(found.map((name) => name.replace(/[.,:;!?-]+$/, '')))].filter(
    (name) => name !== '' && !ABBREVIATION.test(name),
  );
}

const CAPITALIZED_INSIDE = /(?<=[\p{L}\p{N},;)"'”’]\s)[A-Z]\p{L}+/gu;
/** Latin words that appear in any language and are not names. */
const INTERJECTION =
  /^(?:ok|okay|yes|no|hi|hello|hey|thanks|thx|pls|plz|please|vs|bug|bugs|demo|and|or|the|a|an|but|so|then|code|app|wow|nice|good|cool|i|i['’]\w+)$/i;

/**
 * Names of languages, products and things, by their spelling: in English a capitalized word inside a
 * sentence, in another script every word in Latin letters.
 */
export function names(text: string): string[] {
  return [...new Set(namesIn(text))].filter(
    (name) => !INTERJECTION.test(name) && !isFunctionWord(name),
  );
}

function namesIn(text: string): string[] {
  const script = dominantScript(text);
  if (script !== 'latin') return tokens(text);
  if (!/\p{Ll}/u.test(text)) return [];
  return isEnglish(text) ? (text.match(CAPITALIZED_INSIDE) ?? []) : [];
}

/**
 * Whether the part is in the text, possibly in another spelling: `python3` as "Python 3", "JS" as
 * "JavaScript", NPE as NullPointerException.
 */
export function keeps(text: string, part: string, sameness?: 'anyCase'): boolean {
  if (contains(text, part, sameness)) return true;
  const apart = /^(\p{Script=Latin}{2,})(\d[\d.]*)$/u.exec(part);
  if (apart) {
    const [, name = '', version = ''] = apart;
    return contains(text, `${name} ${version}`, 'anyCase');
  }
  const said = tokens(text);
  const own = spellings(part);
  return said.some(
    (token) =>
      own.has(token.toLowerCase()) ||
      initialsOf(token) === part.toLowerCase() ||
      initialsOf(part) === token.toLowerCase(),
  );
}

const EDGE = /[\p{Script=Latin}\p{N}_]/u;

/**
 * Whether the part is in the text as a whole word: "get" is not in "getName". Its first letter may
 * be capitalized, as at the start of a sentence.
 */
export function contains(text: string, part: string, sameness?: 'anyCase'): boolean {
  if (sameness === 'anyCase') return containsExactly(text.toLowerCase(), part.toLowerCase());
  const first = part.charAt(0);
  const spellings = new Set([first, first.toLowerCase(), first.toUpperCase()]);
  return [...spellings].some((start) => containsExactly(text, start + part.slice(1)));
}

/** Searches instead of building a pattern: pasted text can be too long for one. */
function containsExactly(text: string, part: string): boolean {
  const opens = EDGE.test(part.charAt(0));
  const closes = EDGE.test(part.charAt(part.length - 1));
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const whole =
      !(opens && EDGE.test(text.charAt(at - 1))) && !(closes && EDGE.test(text.charAt(end)));
    if (whole) return true;
  }
  return false;
}
