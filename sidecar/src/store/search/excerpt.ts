/** Characters that are shown before the first match, and of the excerpt in all. */
const BEFORE = 40;
const LENGTH = 160;

/** The text around the first match, on one line, and where the matches stand in it. */
export interface Excerpt {
  readonly excerpt: string;
  readonly matches: [start: number, length: number][];
}

/** Cuts an excerpt around the first of the terms, which are in lower case. */
export function excerptOf(text: string, terms: readonly string[]): Excerpt {
  const pattern = patternOf(terms);
  const first = pattern ? text.search(pattern) : -1;
  const start = boundary(text, Math.max(0, first - BEFORE));
  const end = boundary(text, Math.min(text.length, start + LENGTH));
  const body = text.slice(start, end).replace(/\s/g, ' ');
  const lead = start > 0 ? '…' : '';
  const excerpt = `${lead}${body}${end < text.length ? '…' : ''}`;
  const matches: [number, number][] = [];
  if (pattern) {
    for (const match of body.matchAll(pattern)) {
      matches.push([lead.length + match.index, match[0].length]);
    }
  }
  return { excerpt, matches };
}

/** The longest first, so that a word is marked whole. */
function patternOf(terms: readonly string[]): RegExp | undefined {
  const sources = terms
    .filter((term) => term !== '')
    .sort((one, other) => other.length - one.length)
    .map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'giu');
}

/** Not between the halves of a character. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
