/** Deeper than anything that is meant to be read. */
const DEEPEST = 24;

const BLOCK_MARKERS = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])[ \\t]*){${DEEPEST},}`, 'm');
const INDENT = /^[ \t]{200,}\S/m;

/** More marks of one kind than a block of prose has; parsers go quadratic over them. */
const MOST_MARKS = 600;
const MARKS = /[[\]*_~`<!\\]/g;

/** Whether a block nests so deep, or has so many marks, that it is better shown as it is written. */
export function isTooDeep(markdown: string): boolean {
  if (BLOCK_MARKERS.test(markdown) || INDENT.test(markdown)) return true;
  let marks = 0;
  for (const _ of markdown.matchAll(MARKS)) {
    marks += 1;
    if (marks > MOST_MARKS && marks * 4 > markdown.length) return true;
  }
  return false;
}
