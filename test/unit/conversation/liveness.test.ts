import { type ProcessIdentity, runsElsewhere } from '@condenser/sidecar/conversation/liveness.ts';
import { conversationIdFor } from '@condenser/sidecar/conversation/newTurn.ts';
import { describe, expect, it } from 'vitest';
import { question } from './storeFixture.ts';

const now = new Date('2026-11-24T12:30:00.000Z');
const self: ProcessIdentity = {
  id: 7,
  host: 'here',
  bootedAt: new Date('2026-11-24T06:00:00.000Z'),
  isAlive: (id) => id === 8,
};

describe('a turn without an end', () => {
  it.each<[what: string, process: { id: number; host: string }, createdAt: string, runs: boolean]>([
    ['of a process that is there', { id: 8, host: 'here' }, '2026-11-24T12:00:00.000Z', true],
    ['of a process that is gone', { id: 9, host: 'here' }, '2026-11-24T12:00:00.000Z', false],
    [
      'of an earlier process of this number',
      { id: 7, host: 'here' },
      '2026-11-24T12:00:00.000Z',
      false,
    ],
    [
      'from before the machine was started',
      { id: 8, host: 'here' },
      '2026-11-23T12:00:00.000Z',
      false,
    ],
    ['of another machine, just begun', { id: 9, host: 'there' }, '2026-11-24T12:00:00.000Z', true],
    ['of another machine, long ago', { id: 8, host: 'there' }, '2026-11-24T11:00:00.000Z', false],
  ])('%s runs elsewhere: %4$s', (_, process, createdAt, runs) => {
    const turn = { ...question('?'), process, createdAt };
    expect(runsElsewhere(turn, self, now)).toBe(runs);
    expect(runsElsewhere({ ...turn, stopReason: 'complete' }, self, now)).toBe(false);
  });

  it('that was imported runs nowhere', () => {
    expect(runsElsewhere(question('?'), self, now)).toBe(false);
  });
});

it('the conversation that a turn begins has a UUID that follows from the turn’s', () => {
  const id = conversationIdFor('0c7f3a52-9f7b-4d5c-a1a7-3a3f3c2b9e01');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(conversationIdFor('0C7F3A52-9F7B-4D5C-A1A7-3A3F3C2B9E01')).toBe(id);
  expect(conversationIdFor('0c7f3a52-9f7b-4d5c-a1a7-3a3f3c2b9e02')).not.toBe(id);
});
