import { randomUUID } from 'node:crypto';
import { ChatCancelRequest, ErrorCode } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import type { FakeReply, Fault } from '../fakes/ollama/script.ts';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

const PARTIAL = scene.answer.slice(0, 2).join('');
const { ollamaFailed, outOfMemory } = ErrorCode;
const outOfMemoryLine = 'CUDA error: out of memory';

/** Longer than the loop detection looks for. */
const countless = Array.from({ length: 1000 }, (_, index) => ` ${index}`);

/** [description, fault after two pieces, code, kind] */
const faults: readonly (readonly [string, Fault, number, string])[] = [
  ['an error line', { kind: 'errorLine', after: 2, error: 'boom' }, ollamaFailed, 'ollamaFailed'],
  [
    'an error line about memory',
    { kind: 'errorLine', after: 2, error: outOfMemoryLine },
    outOfMemory,
    'outOfMemory',
  ],
  [
    'a cut between lines',
    { kind: 'cut', after: 2, where: 'betweenLines' },
    ollamaFailed,
    'streamBroken',
  ],
  ['a cut in a line', { kind: 'cut', after: 2, where: 'line' }, ollamaFailed, 'streamBroken'],
  [
    'a cut in a character',
    { kind: 'cut', after: 2, where: 'character' },
    ollamaFailed,
    'streamBroken',
  ],
  ['garbage', { kind: 'garbageLine', after: 2, line: '<<<' }, ollamaFailed, 'unreadableAnswer'],
  [
    'a line that is a number',
    { kind: 'garbageLine', after: 2, line: '5' },
    ollamaFailed,
    'unreadableAnswer',
  ],
  [
    'a line that is null',
    { kind: 'garbageLine', after: 2, line: 'null' },
    ollamaFailed,
    'unreadableAnswer',
  ],
];

describe.each(faults)('when the stream has %s', (_name, fault, code, kind) => {
  test('the partial answer is saved with a typed error, and the next turn builds on it', async () => {
    const fake = await startFake({
      replies: [{ ...firstReply, fault }, condenseReply, secondReply],
    });
    const sidecar = await startSidecar({ fake });
    const clientTurnId = randomUUID();

    const broken = await sidecar.ask(scene.question, { clientTurnId });

    expect(broken).toMatchObject({
      answer: PARTIAL,
      stopReason: 'error',
      error: { code, data: { kind } },
    });
    expect(sidecar.text(broken.turnId)).toBe(PARTIAL);
    expect(await sidecar.ask(scene.question, { clientTurnId })).toEqual(broken);
    expect(fake.chats).toHaveLength(1);
    const next = await sidecar.ask(scene.followUp, { conversationId: broken.conversationId });
    expect(next).toMatchObject({ answer: scene.secondAnswer.join(''), stopReason: 'complete' });
    expect(fake.chats.at(-1)?.body.messages).toContainEqual({
      role: 'assistant',
      content: PARTIAL,
    });
  });
});

test('the text of a stream that ends without "done" is saved', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, fault: { kind: 'noDone' } }] });
  const sidecar = await startSidecar({ fake });

  expect(await sidecar.ask(scene.question)).toMatchObject({
    answer: scene.answer.join(''),
    stopReason: 'error',
    error: { code: ollamaFailed, data: { kind: 'streamBroken' } },
  });
  expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
});

test.each([10, -10])(
  'a Content-Length that is %i bytes off keeps what came',
  async (difference) => {
    const fault: Fault = { kind: 'wrongContentLength', difference };
    const fake = await startFake({ replies: [{ fault }] });
    const sidecar = await startSidecar({ fake });

    expect(await sidecar.ask(scene.question)).toMatchObject({
      answer: difference > 0 ? 'partpart' : 'part',
      stopReason: 'error',
      error: { code: ollamaFailed, data: { kind: 'streamBroken' } },
    });
    expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
  },
);

test('an endless line is aborted before it fills the memory', async () => {
  const fake = await startFake({ replies: [{ fault: { kind: 'endlessLine' } }] });
  const sidecar = await startSidecar({ fake });

  expect(await sidecar.ask(scene.question)).toMatchObject({
    answer: '',
    stopReason: 'error',
    error: { code: ollamaFailed, data: { kind: 'unreadableAnswer' } },
  });
  await fake.log.waitFor('closedByClient');
  expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
});

test('an endless answer streams until it is stopped', async () => {
  const fake = await startFake({
    replies: [{ tokens: countless, fault: { kind: 'endless' } }, condenseReply, secondReply],
  });
  const sidecar = await startSidecar({ fake });
  const answering = sidecar.ask(scene.question);
  const { conversationId, turnId } = await sidecar.events.waitFor(
    'delta',
    ({ offset }) => offset > 5000,
  );

  await sidecar.request(ChatCancelRequest, { conversationId, turnId });

  const stopped = await answering;
  expect(stopped.stopReason).toBe('cancelled');
  expect(stopped.answer).toBe(sidecar.text(turnId));
  await fake.log.waitFor('closedByClient');
  const next = await sidecar.ask(scene.followUp, { conversationId });
  expect(next).toMatchObject({ answer: scene.secondAnswer.join(''), stopReason: 'complete' });
});

const brokenCondenseCalls: [string, FakeReply][] = [
  ['is cut', { ...condenseReply, fault: { kind: 'cut', after: 1, where: 'line' } }],
  ['finds a full queue', { fault: { kind: 'status', status: 503 } }],
];
test.each(brokenCondenseCalls)(
  'a condense call that %s costs the rewrite, not the answer',
  async (...[, reply]) => {
    const fake = await startFake({ replies: [firstReply, reply, secondReply] });
    const sidecar = await startSidecar({ fake });
    const { conversationId } = await sidecar.ask(scene.question);

    const next = await sidecar.ask(scene.followUp, { conversationId });

    expect(next).toMatchObject({ answer: scene.secondAnswer.join(''), stopReason: 'complete' });
    expect(next).not.toHaveProperty('standaloneQuestion');
    const notices = sidecar.events.of('notice').map(({ notice }) => notice.code);
    expect(notices).toEqual(['condenseFailed']);
  },
);

test('a queue that is full in both calls ends the turn', async () => {
  const busy: Fault = { kind: 'status', status: 503 };
  const fake = await startFake({ replies: [firstReply, { fault: busy, times: 2 }] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);

  const next = await sidecar.ask(scene.followUp, { conversationId });

  expect(next).toMatchObject({ stopReason: 'error', error: { code: ErrorCode.busy } });
  expect(fake.chats).toHaveLength(3);
});

test('a pause between two tokens ends the answer after the idle timeout, and saves it', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [2] }] });
  const sidecar = await startSidecar({ fake, settings: { idleTimeoutSeconds: 0.2 } });

  expect(await sidecar.ask(scene.question)).toMatchObject({
    answer: PARTIAL,
    stopReason: 'error',
    error: { code: ollamaFailed, data: { kind: 'idleTimeout', seconds: 0.2 } },
  });
  await fake.log.waitFor('closedByClient');
  expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
});
