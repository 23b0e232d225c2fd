import { Inspector } from '@condenser/sidecar/chat/inspector.ts';
import { wordingFor } from '@condenser/sidecar/i18n/wording.ts';
import type { RecordedCall } from '@condenser/sidecar/models/recordedCall.ts';
import { expect, it } from 'vitest';
import { clock } from '../store/storeFixture.ts';

const english = wordingFor('en');

function call(length: number): RecordedCall {
  const messages = [{ role: 'user' as const, content: 'What?' }];
  const body = { model: 'fake', messages, stream: true as const };
  const times = { startedAt: 0, endedAt: 1 };
  const answer = { content: 'x'.repeat(length), thinking: '' };
  return { purpose: 'answer', url: 'http://127.0.0.1/api/chat', body, ...times, ...answer };
}

function callCounts(turns: number, length: number): (turn: number) => number {
  const inspector = new Inspector(clock, () => []);
  for (let turn = 0; turn < turns; turn += 1) inspector.recorder(`${turn}`).record(call(length));
  return (turn) => inspector.calls(`${turn}`, english).length;
}

it('the inspector keeps the latest 200 turns', () => {
  const callsOf = callCounts(201, 10);
  expect([0, 1, 200].map(callsOf)).toEqual([0, 1, 1]);
});

it('the inspector keeps at most 32 million characters, and always the last turn', () => {
  const callsOf = callCounts(5, 10_000_000);
  expect([0, 1, 2, 3, 4].map(callsOf)).toEqual([0, 0, 1, 1, 1]);
  expect(callCounts(2, 40_000_000)(1)).toBe(1);
});
