import { isAskedWith, isGeneric, isGenericHan, relatives, spellings, stem } from './vocabulary.ts';

/** What a text is about, as far as its words tell. */
export interface Words {
  /** Latin words that name something, in the order of the text; identifiers are whole. */
  readonly latin: readonly string[];
  /** Chinese words that name something. */
  readonly han: readonly string[];
}

/** A token may hold what code is written with; `getName`, `user.name`, `C++` and `don't` are one. */
const TOKEN =
  /(?<![\p{L}\p{N}])[\p{Script=Latin}_$][\p{Script=Latin}\p{M}\p{N}_$]*(?:['’][\p{Script=Latin}]+|[+#]+)?/gu;
/** A number with its measure word, which would be taken for the beginning of the next word. */
const AMOUNT = /\d[\d.,]*\s*[万萬千亿億百]?[个個条條行次秒天块件项份页位种台]?/gu;
const HAN_RUN = /\p{Script=Han}+/gu;
const SEPARATORS = /[\s\-_.'’]+/g;
const MIN_PREFIX = 4;
const MAX_ENDING = 5;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The content words of a text: without function words, words of asking, numbers and marks. */
export function contentWords(text: string): Words {
  const plain = text.normalize('NFKC');
  return {
    latin: tokens(plain).filter((word) => !isGeneric(word)),
    han: hanWords(plain).filter((word) => word.length > 1 && !isGenericHan(word)),
  };
}

/**
 * The words that a text is about, in lower case, each once. More than its {@link contentWords}: a
 * general word such as "list" is one too, since here a text is held against another one and not
 * against all that may be said.
 */
export function topicWords(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const latin = tokens(plain).filter((word) => !isAskedWith(word));
  const han = contentWords(plain).han.flatMap((word) =>
    word.length > 2 ? neighbours(word) : [word],
  );
  return [...new Set([...latin, ...han])];
}

/** Pairs of characters stand for words: where a word that no dictionary has ends is a guess. */
export function neighbours(run: string): string[] {
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}

/** The words in lower case, one space apart: texts that differ in marks alone are the same. */
export function letters(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The Latin words of a text, whatever they are, as they are written. */
export function tokens(text: string): string[] {
  return (text.match(TOKEN) ?? []).map((token) =>
    token.replace(/(?:n['’]t|['’](?:s|re|ve|ll|d|m))$/i, ''),
  );
}

/** The words in an identifier: `parseDuration2` has parse and duration. */
export function parts(token: string): string[] {
  if (/[+#]$/.test(token)) return [token.toLowerCase()];
  return token
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_$]+|(?<=\p{L})(?=\d)/u)
    .map((part) => part.replace(/\d+$/, '').toLowerCase())
    .filter((part) => part.length > 1);
}

/** The words of the Chinese in a text, by the runtime's dictionary; characters it knows no word for join. */
function hanWords(text: string): string[] {
  const words: string[] = [];
  for (const run of text.replace(AMOUNT, ' ').match(HAN_RUN) ?? []) {
    let loose = '';
    for (const { segment } of segmenter.segment(run)) {
      const isLoose = segment.length === 1 && !isGenericHan(segment);
      if (!isLoose && loose !== '') words.push(loose);
      loose = isLoose ? loose + segment : '';
      if (!isLoose) words.push(segment);
    }
    if (loose !== '') words.push(loose);
  }
  return words;
}

/** The words that were said, to look others up in. */
export class Known {
  private readonly stems = new Set<string>();
  private readonly joined: string;
  private readonly text: string;
  private readonly initials = new Set<string | undefined>();

  constructor(text: string) {
    this.text = text.normalize('NFKC').toLowerCase();
    const found = new Set(tokens(text.normalize('NFKC')));
    for (const token of found) {
      this.stems.add(stem(token));
      for (const part of parts(token)) this.stems.add(stem(part));
      this.initials.add(initialsOf(token));
    }
    this.joined = this.text.replace(SEPARATORS, '');
  }

  /** Whether the topic word itself was said, if in another spelling; no other word for it. */
  hasTopic(word: string): boolean {
    if (/\p{Script=Han}/u.test(word)) return this.text.includes(word);
    if ([...spellings(word)].some((spelling) => this.stems.has(stem(spelling)))) return true;
    const own = stem(word);
    return [...this.stems].some((said) => sharesStem(own, said));
  }

  /** Whether the Latin word, a spelling of it, or one with another ending was said. */
  hasLatin(word: string): boolean {
    const own = stem(word);
    if (this.stems.has(own) || [...relatives(word)].some((other) => this.stems.has(other)))
      return true;
    // "email" where "e-mail" was said, NPE where NullPointerException was, and the other way about.
    if (own.length >= MIN_PREFIX && this.hasJoined(word)) return true;
    const pieces = parts(word);
    if (pieces.length > 1 && pieces.every((piece) => this.stems.has(stem(piece)))) return true;
    if (this.initials.has(word.toLowerCase()) || this.stems.has(initialsOf(word) ?? ''))
      return true;
    return own.length >= MIN_PREFIX && [...this.stems].some((said) => sharesStem(own, said));
  }

  /** Whether the name was said in pieces: `LRUCache` where "LRU cache" was. */
  hasJoined(name: string): boolean {
    return this.joined.includes(name.toLowerCase().replace(SEPARATORS, ''));
  }

  /** Whether the Chinese word, or most of its characters in one place, was said. */
  hasHan(word: string): boolean {
    if (this.text.includes(word)) return true;
    const characters = [...word].filter((character) => this.text.includes(character));
    return (
      this.text.includes(word.slice(0, 1)) &&
      word.length > 1 &&
      characters.length * 2 >= word.length
    );
  }
}

/** "config" and "configuration": the longer one only has another ending. */
function sharesStem(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return (
    shorter.length >= MIN_PREFIX &&
    longer.startsWith(shorter) &&
    longer.length - shorter.length <= MAX_ENDING
  );
}

/** The initials of a name of several words, in lower case; undefined for another. */
export function initialsOf(token: string): string | undefined {
  const capitals = token.match(/\p{Lu}/gu) ?? [];
  return capitals.length > 1 && /\p{Ll}/u.test(token) ? capitals.join('').toLowerCase() : undefined;
}
