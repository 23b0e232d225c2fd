import { randomUUID } from 'node:crypto';
import { ErrorCode } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../fakes/ollama/script.ts';
import { scene } from './scene.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startRecorder, startSidecar } from './starting.ts';

const status = (code: number, body?: string, contentType?: string): Fault => ({
  kind: 'status',
  status: code,
  ...(body === undefined ? {} : { body }),
  ...(contentType === undefined ? {} : { contentType }),
});
const memory =
  '{"error":"model requires more system memory (5.5 GiB) than is available (2.1 GiB)"}';
const tooLong = '{"error":"the input length exceeds the context length"}';

/** [description, fault, code, kind] */
const faults: readonly (readonly [string, Fault, number, string])[] = [
  ['400, the model cannot think', status(400), ErrorCode.notSupported, 'notSupported'],
  [
    '400, the input is too long',
    status(400, tooLong),
    ErrorCode.contextOverflow,
    'contextOverflow',
  ],
  ['401', status(401), ErrorCode.ollamaUnreachable, 'accessRefused'],
  ['403 without a body', status(403), ErrorCode.ollamaUnreachable, 'accessRefused'],
  ['404, no such model', status(404), ErrorCode.modelMissing, 'modelMissing'],
  [
    '404, no such path',
    status(404, '404 page not found', 'text/plain'),
    ErrorCode.ollamaUnreachable,
    'notOllama',
  ],
  ['500, the runner died', status(500), ErrorCode.ollamaFailed, 'ollamaFailed'],
  ['500, too little memory', status(500, memory), ErrorCode.outOfMemory, 'outOfMemory'],
  [
    '500 with plain text',
    status(500, 'oops', 'text/plain'),
    ErrorCode.ollamaFailed,
    'ollamaFailed',
  ],
  ['500 with broken JSON', status(500, '{"error":'), ErrorCode.ollamaFailed, 'ollamaFailed'],
  ['502 of a gateway', status(502, '{}'), ErrorCode.ollamaUnreachable, 'ollamaUnreachable'],
  ['503, the queue is full', status(503), ErrorCode.busy, 'busy'],
  ['a page with 200', { kind: 'htmlPage', status: 200 }, ErrorCode.ollamaUnreachable, 'notOllama'],
  [
    'a page with 502',
    { kind: 'htmlPage', status: 502 },
    ErrorCode.ollamaUnreachable,
    'ollamaUnreachable',
  ],
  ['an empty body', { kind: 'emptyBody' }, ErrorCode.ollamaFailed, 'streamBroken'],
  ['another protocol', { kind: 'notHttp' }, ErrorCode.ollamaUnreachable, 'notOllama'],
  ['a hang-up', { kind: 'hangUp' }, ErrorCode.ollamaUnreachable, 'ollamaUnreachable'],
];

describe.each(faults)('when Ollama answers with %s', (_name, fault, code, kind) => {
  test('the turn ends with a typed error and is saved, and the next turn is answered', async () => {
    const fake = await startFake({ replies: [{ fault }, { tokens: scene.answer }] });
    const sidecar = await startSidecar({ fake });
    const clientTurnId = randomUUID();

    const failed = await sidecar.ask(scene.question, { clientTurnId });

    expect(failed).toMatchObject({
      answer: '',
      stopReason: 'error',
      error: { code, data: { kind } },
    });
    expect(failed.error?.data?.whatToDo).toBeTruthy();
    await expectNothingLost(sidecar, clientTurnId, failed);
    expect(fake.chats).toHaveLength(1);
    await expectNextTurn(sidecar, failed.conversationId);
  });
});

test('a missing model is named, with the command that installs it', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });

  const { error } = await sidecar.ask(scene.question, { model: 'absent:1b' });

  expect(error).toMatchObject({
    code: ErrorCode.modelMissing,
    data: { kind: 'modelMissing', model: 'absent:1b', pullCommand: 'ollama pull absent:1b' },
  });
  expect(error?.data?.whatToDo).toContain('ollama pull absent:1b');
});

test('a refused connection is a typed error, and the next turn works once Ollama runs', async () => {
  const fake = await startFake({ portClosed: true, replies: [{ tokens: scene.answer }] });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();

  const failed = await sidecar.ask(scene.question, { clientTurnId });

  expect(failed).toMatchObject({
    stopReason: 'error',
    error: { code: ErrorCode.ollamaUnreachable, data: { kind: 'ollamaUnreachable' } },
  });
  await expectNothingLost(sidecar, clientTurnId, failed);
  await fake.openPort();
  await expectNextTurn(sidecar, failed.conversationId);
});

test('delayed headers are awaited', async () => {
  const fake = await startFake({ replies: [{ tokens: scene.answer, hold: ['headers'] }] });
  const sidecar = await startSidecar({ fake });
  const result = sidecar.ask(scene.question);
  const { request } = await fake.log.waitFor('held');

  // Another turn is answered in the meantime.
  expect(await sidecar.ask('Something else?')).toMatchObject({ stopReason: 'complete' });
  fake.release(request);

  expect(await result).toMatchObject({ answer: scene.answer.join(''), stopReason: 'complete' });
});

test('a restart of Ollama between two turns is handled', async () => {
  const fake = await startFake({ otherwise: { tokens: scene.answer } });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);

  await fake.closePort();
  await fake.openPort();

  await expectNextTurn(sidecar, conversationId);
});

test.each(['/api/chat', '*'])('a redirect of %s is not followed', async (path) => {
  const elsewhere = await startRecorder();
  const fault: Fault = { kind: 'redirect', location: `${elsewhere.url}/api/chat` };
  const fake = await startFake({
    replies: [{ match: { path }, times: path === '*' ? 2 : 1, fault }],
  });
  const sidecar = await startSidecar({ fake });

  const failed = await sidecar.ask(scene.question);

  expect(failed).toMatchObject({
    stopReason: 'error',
    error: { code: ErrorCode.ollamaUnreachable, data: { kind: 'notOllama' } },
  });
  expect(elsewhere.received).toEqual([]);
  const next = await sidecar.ask(scene.question);
  expect(next.stopReason).toBe('complete');
});

async function expectNothingLost(
  sidecar: SidecarProcess,
  clientTurnId: string,
  first: unknown,
): Promise<void> {
  expect(await sidecar.ask(scene.question, { clientTurnId })).toEqual(first);
}

async function expectNextTurn(sidecar: SidecarProcess, conversationId: string): Promise<void> {
  const next = await sidecar.ask(scene.question, { conversationId });
  expect(next).toMatchObject({ answer: scene.answer.join(''), stopReason: 'complete' });
}
