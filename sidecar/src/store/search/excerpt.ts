/** Length of the text before the first match, and of the whole excerpt. */
const MAX_LEAD = 40;
const MAX_LENGTH = 160;

/** The text around the first match, on one line, and the places of the matches in it. */
export interface Excerpt {
  readonly excerpt: string;
  readonly matches: [start: number, length: number][];
}

/** The excerpt around the first match of any of the terms, which are in lower case. */
export function excerptOf(text: string, terms: readonly string[]): Excerpt {
  const pattern = patternOf(terms);
  const first = pattern ? text.search(pattern) : -1;
  const start = boundary(text, Math.max(0, first - MAX_LEAD));
  const end = boundary(text, Math.min(text.length, start + MAX_LENGTH));
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

/** Longest first, so that a whole word is matched before a part of it. */
function patternOf(terms: readonly string[]): RegExp | undefined {
  const sources = terms
    .filter((term) => term !== '')
    .sort((one, other) => other.length - one.length)
    .map((term) => term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'giu');
}

/** Moves a position out of the middle of a surrogate pair. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
