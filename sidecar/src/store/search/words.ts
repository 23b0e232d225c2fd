/** A run of a script that is written without spaces, or of other word characters. */
const RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|[\p{L}\p{N}\p{M}_]+/gu;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const IDENTIFIER_PART =
  /\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+(?!\p{Ll})|\p{N}+|[^\p{Lu}\p{Ll}\p{M}\p{N}_]+/gu;
/** Most words: they have no parts. */
const UNDIVIDED = /^[\p{Ll}\p{M}]+$/u;
/** A longer run is a hash or encoded data. */
const MAX_WORD_LENGTH = 80;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** A piece of a text: a word or identifier with its parts, or text in a script without spaces. */
export type Run =
  | { readonly kind: 'word'; readonly word: string; readonly parts: readonly string[] }
  | {
      readonly kind: 'unspaced';
      readonly words: readonly string[];
      readonly pairs: readonly string[];
    };

/** The runs of a text, in lower case. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const [run] of text.matchAll(RUN)) {
    if (UNSPACED.test(run)) runs.push(unspaced(run));
    else if (run.length <= MAX_WORD_LENGTH) runs.push(word(run));
  }
  return runs;
}

/** All terms by which a text can be found. */
export function indexTerms(text: string): string[] {
  return runsOf(text).flatMap((run) =>
    run.kind === 'word' ? [run.word, ...run.parts] : [...new Set([...run.words, ...run.pairs])],
  );
}

function word(run: string): Run {
  if (UNDIVIDED.test(run)) return { kind: 'word', word: run, parts: [] };
  const parts = [...run.matchAll(IDENTIFIER_PART)].map(([part]) => part.toLowerCase());
  return { kind: 'word', word: run.toLowerCase(), parts: parts.length > 1 ? parts : [] };
}

function unspaced(run: string): Run {
  const words = [...segmenter.segment(run)].map(({ segment }) => segment);
  const characters = [...run];
  // The segmenter's word boundaries depend on the surrounding text; pairs of characters do not.
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  return { kind: 'unspaced', words, pairs };
}
