/** No readable text nests deeper. */
const MAX_DEPTH = 24;

const BLOCK_MARKERS = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])[ \\t]*){${MAX_DEPTH},}`, 'm');
const INDENT = /^[ \t]{200,}\S/m;

/** Each line that begins with a tag makes the parser scan the rest of the text. */
const MAX_TAG_LINES = 200;
const TAG_LINES = /^ {0,3}<\/?[a-z!?]/gim;

/** More marks than the text of one block has; parsers go quadratic over them. */
const MAX_MARKS = 400;
const MARKS = /[[\]*_~`<!\\]/g;

/** Whether a piece nests so deep, or has so many tags, that it is better shown as it is written. */
export function isTooDeep(markdown: string): boolean {
  if (BLOCK_MARKERS.test(markdown) || INDENT.test(markdown)) return true;
  return (markdown.match(TAG_LINES)?.length ?? 0) > MAX_TAG_LINES;
}

/** Whether the text of a block has so many marks that it is better shown as it is written. */
export function hasTooManyMarks(text: string): boolean {
  return (text.match(MARKS)?.length ?? 0) > MAX_MARKS;
}
