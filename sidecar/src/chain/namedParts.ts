import { dominantScript, isEnglish } from './script.ts';

/** What points at something in the conversation is to be replaced: "the 2nd one", 第2个. */
const ORDINALS =
  /(?<![\p{Script=Latin}\p{N}_.])\d+(?:st|nd|rd|th)\b|第\s*\d+\s*[个個种種点條条项項]|(?<!\p{N})\d+\s*(?:つ目|番目|번째)/gu;
const NUMBER = /(?<![\p{Script=Latin}\p{N}_.])\d+(?:[.:]\d+)*/gu;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;

/** The numbers of a text, without their units: "30s" has 30, and "Python 3.11" has 3.11. */
export function numbers(text: string): string[] {
  const plain = text.normalize('NFKC').replace(ORDINALS, ' ').replace(THOUSANDS, '');
  return plain.match(NUMBER) ?? [];
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

/** What stands between quotation marks of any kind, without them. */
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

/** What only code, files and versions are named like. */
export function identifiers(text: string): string[] {
  const found = IDENTIFIERS.flatMap((pattern) => text.match(pattern) ?? []);
  return [...new Set(found.map((name) => name.replace(/[.,:;!?-]+$/, '')))].filter(
    (name) => name !== '' && !ABBREVIATION.test(name),
  );
}

const CAPITALIZED = /(?<![\w.@/\\-])[A-Z][A-Za-z]+(?!\w)/g;
const CAPITALIZED_INSIDE = /(?<=[\p{L}\p{N},;)"'”’]\s)[A-Z]\p{L}+/gu;

/** Names of languages and products, as far as capitals tell: in English inside a sentence only. */
export function names(text: string): string[] {
  if (!/\p{Ll}/u.test(text) && dominantScript(text) === 'latin') return [];
  if (dominantScript(text) !== 'latin') return text.match(CAPITALIZED) ?? [];
  return isEnglish(text) ? (text.match(CAPITALIZED_INSIDE) ?? []) : [];
}

const EDGE = /[\p{Script=Latin}\p{N}_]/u;

/**
 * Whether the part is in the text as a whole: "get" is not in "getName". At the start of a
 * sentence a name may get a capital.
 */
export function contains(text: string, part: string, sameness?: 'anyCase'): boolean {
  if (sameness === 'anyCase') return containsExactly(text.toLowerCase(), part.toLowerCase());
  const first = part.charAt(0);
  const spellings = new Set([first, first.toLowerCase(), first.toUpperCase()]);
  return [...spellings].some((start) => containsExactly(text, start + part.slice(1)));
}

/** By search and not by a pattern made of the part: what a person pastes can be too long for one. */
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
