import { ForeignTurns } from '@condenser/sidecar/chat/foreignTurns.ts';
import { emptyConversation } from '@condenser/sidecar/store/applyRecord.ts';
import type { Turn } from '@condenser/sidecar/store/conversation.ts';
import type { TurnProcess } from '@condenser/sidecar/store/records.ts';
import { expect, it } from 'vitest';
import { clock, question } from '../store/storeFixture.ts';

const alive = { id: 8, host: 'here' };

/** A stop of a turn whose process is there. `look` is called before each look at the file. */
async function stopped(process: TurnProcess, look: (turn: Turn, count: number) => void) {
  const turn: Turn = { ...question('?'), process };
  const conversation = emptyConversation('c');
  conversation.turns.set(turn.turnId, turn);
  const requests: string[] = [];
  let looks = 0;
  const foreign = new ForeignTurns({
    self: {
      id: 7,
      host: 'here',
      startedAt: 70,
      bootedAt: new Date(0),
      isAlive: () => true,
      startOf: () => 80,
    },
    clock,
    store: { get: async () => conversation },
    cancelRequests: {
      add: async () => void requests.push('add'),
      remove: async () => void requests.push('remove'),
    },
    pause: async () => {
      looks += 1;
      look(turn, looks);
    },
  });
  const before = { runs: foreign.runs(turn), surely: foreign.surelyRuns(turn) };
  await foreign.stop('c', turn.turnId);
  return { before, runs: foreign.runs(turn), requests, looks };
}

it.each([
  ['a process that may be another of its number', alive],
  ['a process of another machine', { id: 8, host: 'there' }],
])('a stop gives %s up when it says nothing more, and the turn is interrupted', async (_, of) => {
  const { before, runs, requests, looks } = await stopped(of, () => undefined);
  expect(before).toEqual({ runs: true, surely: false });
  expect(runs).toBe(false);
  expect(requests).toEqual(['add', 'remove']);
  expect(looks).toBe(101);
});

it('a stop waits for a turn whose file grows', async () => {
  const { looks } = await stopped(alive, (turn, count) => {
    if (count % 90 === 0) turn[count < 500 ? 'thinking' : 'answer'] += 'word ';
    if (count === 1000) turn.stopReason = 'cancelled';
  });
  expect(looks).toBe(1000);
});

it('a stop waits for the process that is known to answer', async () => {
  const { before, looks } = await stopped({ ...alive, startedAt: 80 }, (turn, count) => {
    if (count === 5000) turn.stopReason = 'complete';
  });
  expect(before).toEqual({ runs: true, surely: true });
  expect(looks).toBe(5000);
});
