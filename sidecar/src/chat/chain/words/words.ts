import {
  isGeneric,
  isGenericHan,
  isRequestWord,
  relatives,
  spellings,
  stem,
} from './vocabulary.ts';

/** The content words of a text. */
export interface Words {
  /** Latin words that name something, in the order of the text; identifiers are whole. */
  readonly latin: readonly string[];
  /** Chinese words that name something. */
  readonly han: readonly string[];
}

/** A token may have the characters of identifiers: `getName`, `C++` and `don't` are one token. */
const TOKEN =
  /(?<![\p{L}\p{N}])[\p{Script=Latin}_$][\p{Script=Latin}\p{M}\p{N}_$]*(?:['’][\p{Script=Latin}]+|[+#]+)?/gu;
/** A number with its measure word, which would be mistaken for the start of the next word. */
const AMOUNT =
  /[一二两三四五六七八九十]+\s*(?:个月|秒钟?|分钟|个?小时|个?星期|天|周|年)|\d[\d.,]*\s*(?:个月|分钟|个?小时)?[万萬千亿億百]?[个個条條行次秒天块件项份页位种台]?/gu;
const HAN_RUN = /\p{Script=Han}+/gu;
const SEPARATORS = /[\s\-_.'’]+/g;
const MIN_PREFIX = 4;
/** The endings of words of one family. A name with another letter at its end is another name. */
const ENDING =
  /^(?:e?[sd]|en|ing|ings|e?rs?|or|ors|i?[oa]n|ions?|[ai]tions?|u?rations?|ments?|i?al|i?ally|ly|i?ty|ities|able|ible|ness|less|ful|ive|i?[sz]e[drs]?|i?[sz]ing|i?[sz]ation|ic|ical|ist|ism|ance|ence|ant|ent|age|ure|js|scripts?|sql|db|\d+)$/;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** The content words of a text: without function words, words of requests, numbers and punctuation. */
export function contentWords(text: string): Words {
  const plain = text.normalize('NFKC');
  return {
    latin: tokens(plain).filter((word) => !isGeneric(word)),
    han: hanWords(plain).filter((word) => word.length > 1 && !isGenericHan(word)),
  };
}

/**
 * The words that a text is about, in lower case, without duplicates. These include general words
 * such as "list", which {@link contentWords} leaves out: here a text is compared with one other text.
 */
export function topicWords(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const latin = tokens(plain).filter((word) => !isRequestWord(word));
  const han = contentWords(plain).han.flatMap((word) =>
    word.length > 2 ? characterPairs(word) : [word],
  );
  return [...new Set([...latin, ...han])];
}

/** Overlapping pairs of characters, in place of words whose boundaries no dictionary knows. */
export function characterPairs(run: string): string[] {
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}

/** The words in lower case with single spaces: punctuation makes no difference. */
export function letters(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** All Latin words of a text, as they are spelled. */
export function tokens(text: string): string[] {
  return (text.match(TOKEN) ?? []).map((token) =>
    token.replace(/(?:n['’]t|['’](?:s|re|ve|ll|d|m))$/i, ''),
  );
}

/** The words of an identifier: `parseDuration2` has parse and duration. */
export function parts(token: string): string[] {
  if (/[+#]$/.test(token)) return [token.toLowerCase()];
  return token
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_$]+|(?<=\p{L})(?=\d)/u)
    .map((part) => part.replace(/\d+$/, '').toLowerCase())
    .filter((part) => part.length > 1);
}

/** Chinese words by the runtime's dictionary; adjacent characters outside of it form one word. */
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

/** The words of a text, in which other words can be looked up. */
export class KnownWords {
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

  /** Whether the text has the topic word, possibly in another spelling, but not as a synonym. */
  hasTopic(word: string): boolean {
    if (/\p{Script=Han}/u.test(word)) return this.text.includes(word);
    if ([...spellings(word)].some((spelling) => this.stems.has(stem(spelling)))) return true;
    const own = stem(word);
    return [...this.stems].some((said) => sharesStem(own, said));
  }

  /** Whether the text has the Latin word, possibly as a synonym, inflected or in another spelling. */
  hasLatin(word: string): boolean {
    const own = stem(word);
    if (this.stems.has(own) || [...relatives(word)].some((other) => this.stems.has(other)))
      return true;
    // "email" for "e-mail", NPE for NullPointerException, and the reverse.
    if (own.length >= MIN_PREFIX && this.hasJoined(word)) return true;
    const pieces = parts(word);
    if (pieces.length > 1 && pieces.every((piece) => this.stems.has(stem(piece)))) return true;
    if (this.initials.has(word.toLowerCase()) || this.stems.has(initialsOf(word) ?? ''))
      return true;
    return own.length >= MIN_PREFIX && [...this.stems].some((said) => sharesStem(own, said));
  }

  /** Whether the text has the name as separate words: `LRUCache` as "LRU cache". */
  hasJoined(name: string): boolean {
    return this.joined.includes(name.toLowerCase().replace(SEPARATORS, ''));
  }

  /** Whether the text has the Chinese word, or its first character and at least half of the others. */
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

/** Whether the longer word only adds an ending: "config" and "configuration". */
function sharesStem(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return (
    shorter.length >= MIN_PREFIX &&
    longer.startsWith(shorter) &&
    (longer === shorter || ENDING.test(longer.slice(shorter.length)))
  );
}

/** The initials of a name of several words, in lower case; undefined for other names. */
export function initialsOf(token: string): string | undefined {
  const capitals = token.match(/\p{Lu}/gu) ?? [];
  return capitals.length > 1 && /\p{Ll}/u.test(token) ? capitals.join('').toLowerCase() : undefined;
}
