import { firstKeptTurn, replayFirstKeptTurn } from '@condenser/sidecar/chat/chain/contextBudget.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../../random.ts';

describe('firstKeptTurn', () => {
  it.each<[string, number[], space: number, start: number, first: number]>([
    ['nothing is left out while everything fits exactly', [50, 50], 100, 0, 0],
    ['nothing is left out of an empty history', [], 100, 0, 0],
    ['the oldest turns are left out in one block, down to 60 %', [20, 20, 20, 20, 21], 100, 0, 3],
    ['down to 60 % exactly is enough', [41, 20, 20, 20], 100, 0, 1],
    ['turns left out before stay out, though they would fit again', [50, 10, 10], 100, 1, 1],
    ['turns left out before are not counted', [90, 50, 50], 100, 1, 1],
    ['a second block is left out after the first', [30, 30, 30, 30, 30], 100, 1, 3],
    ['a single turn that is too long is left out too', [500], 100, 0, 1],
    ['all turns are left out when there is no space at all', [10, 10], -5, 0, 2],
  ])('%s', (_, turnTokens, space, start, first) => {
    expect(firstKeptTurn({ turnTokens, space }, start)).toBe(first);
  });
});

/** The number of turns left out after each turn of a growing conversation. */
function cuts(turnTokens: readonly number[], space: number): number[] {
  const found: number[] = [];
  for (let length = 0; length <= turnTokens.length; length += 1) {
    found.push(
      firstKeptTurn({ turnTokens: turnTokens.slice(0, length), space }, found.at(-1) ?? 0),
    );
  }
  return found;
}

describe.each(seeds(40))('a random history (seed %i)', (seed) => {
  const random = new Random(seed);
  const space = random.integer(100, 1000);
  const turnTokens = Array.from({ length: 40 }, () => random.integer(1, 400));
  const sum = (from: number, to: number) =>
    turnTokens.slice(from, to).reduce((total, tokens) => total + tokens, 0);

  it('never exceeds its space, and fills at most 60 % of it after a cut', () => {
    const found = cuts(turnTokens, space);
    for (const [length, first] of found.entries()) {
      expect(sum(first, length)).toBeLessThanOrEqual(space);
      if (length > 0 && first > (found[length - 1] ?? 0)) {
        expect(sum(first, length)).toBeLessThanOrEqual(space * 0.6);
        // No more turns are left out than necessary.
        expect(sum(first - 1, length)).toBeGreaterThan(space * 0.6);
      }
    }
  });

  it('is cut at the same place when it comes back whole', () => {
    for (const [length, first] of cuts(turnTokens, space).entries()) {
      expect(replayFirstKeptTurn(turnTokens.slice(0, length), () => space)).toBe(first);
    }
  });
});
