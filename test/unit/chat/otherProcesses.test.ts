import { OtherProcesses } from '@condenser/sidecar/chat/otherProcesses.ts';
import { emptyConversation } from '@condenser/sidecar/store/applyRecord.ts';
import type { Turn } from '@condenser/sidecar/store/conversation.ts';
import type { TurnProcess } from '@condenser/sidecar/store/records.ts';
import { expect, it } from 'vitest';
import { clock, question } from '../store/storeFixture.ts';

const alive = { id: 8, host: 'here' };

/** Stops a turn of another process. `onPoll` is called before each read of the file. */
async function stopped(process: TurnProcess, onPoll: (turn: Turn, count: number) => void) {
  const turn: Turn = { ...question('?'), process };
  const conversation = emptyConversation('c');
  conversation.turns.set(turn.turnId, turn);
  const requests: string[] = [];
  let polls = 0;
  const others = new OtherProcesses({
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
      polls += 1;
      onPoll(turn, polls);
    },
  });
  const before = { runs: others.isAnswering(turn), surely: others.isSurelyAnswering(turn) };
  await others.stop('c', turn.turnId);
  return { before, runs: others.isAnswering(turn), requests, polls };
}

it.each([
  ['a process whose number may have been reused', alive],
  ['a process of another machine', { id: 8, host: 'there' }],
])(
  'a stop gives up %s that writes nothing more, and the turn counts as interrupted',
  async (_, of) => {
    const { before, runs, requests, polls } = await stopped(of, () => undefined);
    expect(before).toEqual({ runs: true, surely: false });
    expect(runs).toBe(false);
    expect(requests).toEqual(['add', 'remove']);
    expect(polls).toBe(101);
  },
);

it('a stop waits while the turn still grows', async () => {
  const { polls } = await stopped(alive, (turn, count) => {
    if (count % 90 === 0) turn[count < 500 ? 'thinking' : 'answer'] += 'word ';
    if (count === 1000) turn.stopReason = 'cancelled';
  });
  expect(polls).toBe(1000);
});

it('a stop waits for a process that is identified for certain', async () => {
  const { before, polls } = await stopped({ ...alive, startedAt: 80 }, (turn, count) => {
    if (count === 5000) turn.stopReason = 'complete';
  });
  expect(before).toEqual({ runs: true, surely: true });
  expect(polls).toBe(5000);
});
