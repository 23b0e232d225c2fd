import { conversationIdFor } from '@condenser/sidecar/chat/turnRequest.ts';
import {
  isIdentified,
  type ProcessIdentity,
  runsElsewhere,
} from '@condenser/sidecar/store/liveness.ts';
import type { TurnProcess } from '@condenser/sidecar/store/records.ts';
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
    ['of a live process', { id: 8, host: 'here' }, '2026-11-24T12:00:00.000Z', true],
    ['of a dead process', { id: 9, host: 'here' }, '2026-11-24T12:00:00.000Z', false],
    [
      'of an earlier process with the id of this one',
      { id: 7, host: 'here' },
      '2026-11-24T12:00:00.000Z',
      false,
    ],
    ['from before the host was booted', { id: 8, host: 'here' }, '2026-11-23T12:00:00.000Z', false],
    ['of another host, just started', { id: 9, host: 'there' }, '2026-11-24T12:00:00.000Z', true],
    ['of another host, long ago', { id: 8, host: 'there' }, '2026-11-24T11:00:00.000Z', false],
  ])('%s runs elsewhere: %4$s', (_, process, createdAt, runs) => {
    const turn = { ...question('?'), process, createdAt };
    expect(runsElsewhere(turn, self, now)).toBe(runs);
    expect(runsElsewhere({ ...turn, stopReason: 'complete' }, self, now)).toBe(false);
  });

  const modern = { ...self, bootId: 'this', startedAt: 70, startOf: () => 80 };
  const facts = { id: 8, host: 'here' };

  it.each<[what: string, process: TurnProcess, runs: boolean]>([
    ['whose process has this id and start time', { ...facts, startedAt: 80 }, true],
    ['whose process id now belongs to a later process', { ...facts, startedAt: 79 }, false],
    ['whose process id belongs to an earlier process', { ...facts, startedAt: 81 }, false],
    ['without the start time of its process', facts, true],
    ['of an earlier boot', { ...facts, bootId: 'before', startedAt: 80 }, false],
    ['of this boot', { ...facts, bootId: 'this', startedAt: 80 }, true],
  ])('%s runs elsewhere: %2$s', (_, process, runs) => {
    const turn = { ...question('?'), process };
    expect(runsElsewhere(turn, modern, now)).toBe(runs);
  });

  it('still runs after the clock was set', () => {
    const turn = { ...question('?'), process: { ...facts, bootId: 'this', startedAt: 80 } };
    for (const bootedAt of [new Date(0), new Date('2030-01-01')]) {
      expect(runsElsewhere(turn, { ...modern, bootedAt }, now)).toBe(true);
    }
  });

  it('whose process cannot be inspected is judged by the process id alone', () => {
    const turn = { ...question('?'), process: { ...facts, startedAt: 80 } };
    const blind = { ...modern, startOf: () => undefined };
    expect(runsElsewhere(turn, blind, now)).toBe(true);
    expect(isIdentified(turn, blind)).toBe(false);
    expect(isIdentified(turn, modern)).toBe(true);
    expect(isIdentified({ ...turn, process: facts }, modern)).toBe(false);
  });

  it('that was imported runs nowhere', () => {
    expect(runsElsewhere(question('?'), self, now)).toBe(false);
  });
});

it('the id of a new conversation is derived from the id of its first turn', () => {
  const id = conversationIdFor('0c7f3a52-9f7b-4d5c-a1a7-3a3f3c2b9e01');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(conversationIdFor('0C7F3A52-9F7B-4D5C-A1A7-3A3F3C2B9E01')).toBe(id);
  expect(conversationIdFor('0c7f3a52-9f7b-4d5c-a1a7-3a3f3c2b9e02')).not.toBe(id);
});
