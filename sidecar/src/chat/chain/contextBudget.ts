/** After a cut the history fills this part of its room, so that it can grow again unbroken. */
const KEEP_SHARE = 0.6;

/** Tokens of each turn, and the room that all of them may take. */
export interface Budget {
  readonly turnTokens: readonly number[];
  readonly room: number;
}

/**
 * The index of the first turn that stays. Nothing leaves while all fits; then the oldest leave in
 * one block, down to 60 % of the room, so that the next turns only append and the server's prompt
 * cache serves again. `start` is what had left before.
 */
export function firstKeptTurn(budget: Budget, start: number): number {
  const { turnTokens, room } = budget;
  let kept = turnTokens.slice(start).reduce((sum, tokens) => sum + tokens, 0);
  if (kept <= room) return start;
  let first = start;
  while (first < turnTokens.length && kept > room * KEEP_SHARE) {
    kept -= turnTokens[first] ?? 0;
    first += 1;
  }
  return first;
}

/**
 * The same for a history whose past is not known: it is replayed turn by turn, each with the room
 * that its own question left, so that the cut stays where it was when the history comes back longer.
 * `roomAt` is the room of the turn that comes after so many others.
 */
export function replayFirstKeptTurn(
  turnTokens: readonly number[],
  roomAt: (length: number) => number,
): number {
  let start = 0;
  for (let length = 1; length <= turnTokens.length; length += 1) {
    const budget = { turnTokens: turnTokens.slice(0, length), room: roomAt(length) };
    start = firstKeptTurn(budget, start);
  }
  return start;
}
