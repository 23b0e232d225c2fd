/** How much a word may differ to count as a typo: edits, and the fraction that matches. */
const MAX_EDITS = 3;
const MIN_SIMILARITY = 0.4;
const MIN_BEGINNING = 3;

/** The closest match: a word with this beginning, or the one with the fewest edits. */
export function nearest(given: string, words: readonly string[]): string | undefined {
  const written = given.toLowerCase();
  const completed = words.find(
    (word) => written.length >= MIN_BEGINNING && word.startsWith(written),
  );
  if (completed !== undefined) return completed;
  let best: string | undefined;
  let fewest = MAX_EDITS + 1;
  for (const word of words) {
    const edits = editDistance(written, word);
    const longer = Math.max(written.length, word.length);
    if (edits >= fewest || (longer - edits) / longer <= MIN_SIMILARITY) continue;
    best = word;
    fewest = edits;
  }
  return best;
}

/** Insertions, deletions, replacements, and swaps of two characters. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let edits = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
