import { firstKeptTurn, replayFirstKeptTurn } from '@condenser/sidecar/chat/chain/contextBudget.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../../random.ts';

describe('firstKeptTurn', () => {
  it.each<[string, number[], room: number, start: number, first: number]>([
    ['nothing leaves while all fits exactly', [50, 50], 100, 0, 0],
    ['nothing leaves from an empty history', [], 100, 0, 0],
    ['the oldest leave in one block, down to 60 %', [20, 20, 20, 20, 21], 100, 0, 3],
    ['down to 60 % exactly is enough', [41, 20, 20, 20], 100, 0, 1],
    ['what had left stays out, though it would fit again', [50, 10, 10], 100, 1, 1],
    ['what had left is not counted', [90, 50, 50], 100, 1, 1],
    ['a second block leaves after the first', [30, 30, 30, 30, 30], 100, 1, 3],
    ['one turn that is too long alone leaves too', [500], 100, 0, 1],
    ['all leave when there is no room at all', [10, 10], -5, 0, 2],
  ])('%s', (_, turnTokens, room, start, first) => {
    expect(firstKeptTurn({ turnTokens, room }, start)).toBe(first);
  });
});

/** The cuts of a conversation that grows turn by turn, after each turn. */
function cuts(turnTokens: readonly number[], room: number): number[] {
  const found: number[] = [];
  for (let length = 0; length <= turnTokens.length; length += 1) {
    found.push(firstKeptTurn({ turnTokens: turnTokens.slice(0, length), room }, found.at(-1) ?? 0));
  }
  return found;
}

describe.each(seeds(40))('a random history (seed %i)', (seed) => {
  const random = new Random(seed);
  const room = random.integer(100, 1000);
  const turnTokens = Array.from({ length: 40 }, () => random.integer(1, 400));
  const sum = (from: number, to: number) =>
    turnTokens.slice(from, to).reduce((total, tokens) => total + tokens, 0);

  it('is never over its room, and after a cut at most at 60 % of it', () => {
    const found = cuts(turnTokens, room);
    for (const [length, first] of found.entries()) {
      expect(sum(first, length)).toBeLessThanOrEqual(room);
      if (length > 0 && first > (found[length - 1] ?? 0)) {
        expect(sum(first, length)).toBeLessThanOrEqual(room * 0.6);
        // No more leaves than has to.
        expect(sum(first - 1, length)).toBeGreaterThan(room * 0.6);
      }
    }
  });

  it('is cut at the same place when it comes back whole', () => {
    for (const [length, first] of cuts(turnTokens, room).entries()) {
      expect(replayFirstKeptTurn(turnTokens.slice(0, length), () => room)).toBe(first);
    }
  });
});
