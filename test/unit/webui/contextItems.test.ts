import { linesOf } from '@condenser/webui/composer/contextItems.ts';
import { describe, expect, it } from 'vitest';

describe('the lines of a selection', () => {
  it.each([
    ['a part of one', [3, 2], [3, 9], '4'],
    ['parts of two', [3, 2], [4, 1], '4–5'],
    ['a whole one, up to the start of the next', [3, 0], [4, 0], '4'],
    ['nothing', [3, 0], [3, 0], '4'],
  ] as const)('are those of which it has something: %s', (_, start, end, lines) => {
    const position = ([line, character]: readonly [number, number]) => ({ line, character });
    expect(linesOf({ start: position(start), end: position(end) })).toBe(lines);
  });
});
