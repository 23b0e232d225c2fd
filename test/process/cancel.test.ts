import { randomUUID } from 'node:crypto';
import {
  ChainInvokeRequest,
  ChatCancelRequest,
  ChatSendRequest,
  type ChatSendResult,
  ErrorCode,
  ModelListRequest,
} from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import type { FakeReply } from '../fakes/ollama/script.ts';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { frame } from './sidecarChild.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';

/** A held turn, and the ways to stop it. */
interface HeldTurn {
  readonly sidecar: SidecarProcess;
  readonly result: Promise<ChatSendResult>;
  readonly conversationId: string;
  readonly turnId: string;
  readonly token: CancellationTokenSource;
}

/** [place, replies of earlier turns, held reply, number of calls, saved answer] */
const places: readonly (readonly [string, readonly FakeReply[], FakeReply, number, string])[] = [
  ['while the model loads', [], { ...firstReply, hold: ['headers'] }, 1, ''],
  ['in the answer', [], { ...firstReply, hold: [2] }, 1, scene.answer.slice(0, 2).join('')],
  ['while the condense call waits', [firstReply], { ...condenseReply, hold: ['headers'] }, 2, ''],
  ['in the condense call', [firstReply], { ...condenseReply, hold: [1] }, 2, ''],
  [
    'in the answer to a follow-up',
    [firstReply, condenseReply],
    { ...secondReply, hold: [1] },
    3,
    scene.secondAnswer[0],
  ],
];

const ways: readonly (readonly [string, (turn: HeldTurn) => Promise<unknown>])[] = [
  [
    'chat/cancel',
    ({ sidecar, conversationId, turnId }) =>
      sidecar.request(ChatCancelRequest, { conversationId, turnId }),
  ],
  ['$/cancelRequest', async ({ token }) => token.cancel()],
];

describe.each(places)('stopped %s', (_place, earlier, held, calls, kept) => {
  test.each(ways)('by %s, the request is closed and the next turn works', async (_way, stop) => {
    const fake = await startFake({
      replies: [...earlier, held],
      otherwise: { tokens: scene.secondAnswer },
    });
    const turn = await startHeldTurn(fake, earlier.length > 0, kept);

    await stop(turn);

    const result = await turn.result;
    expect(result).toMatchObject({ answer: kept, stopReason: 'cancelled' });
    expect(result).not.toHaveProperty('error');
    await expectClosedBeforeNextToken(fake, calls);
    expect(turn.sidecar.events.of('finished').at(-1)).toMatchObject({
      turnId: turn.turnId,
      stopReason: 'cancelled',
      answerLength: kept.length,
    });
    const { conversationId } = turn;
    const next = await turn.sidecar.ask('Hello again, what is a parser?', { conversationId });
    expect(next).toMatchObject({ answer: scene.secondAnswer.join(''), stopReason: 'complete' });
  });

  test('by the end of stdin, the request is closed, and the partial answer is sent before the exit', async () => {
    const fake = await startFake({ replies: [...earlier, held] });
    const turn = await startHeldTurn(fake, earlier.length > 0, kept);

    turn.sidecar.child.process.stdin.end();

    expect(await turn.result).toMatchObject({ answer: kept, stopReason: 'cancelled' });
    expect(await turn.sidecar.child.exit).toEqual({ code: 1, signal: null });
    await expectClosedBeforeNextToken(fake, calls);
  });

  test('by SIGTERM, the request is closed and the sidecar ends', async () => {
    const fake = await startFake({ replies: [...earlier, held] });
    const turn = await startHeldTurn(fake, earlier.length > 0, kept);

    turn.sidecar.child.process.kill('SIGTERM');

    expect(await turn.sidecar.child.exit).toEqual({ code: 143, signal: null });
    await expectClosedBeforeNextToken(fake, calls);
  });
});

test('a stop before the model is chosen causes no call', async () => {
  const fake = await startFake({ replies: [{ match: { path: '/api/tags' }, hold: ['headers'] }] });
  const sidecar = await startSidecar({ fake });
  const token = new CancellationTokenSource();
  const result = sidecar.ask(scene.question, {}, token.token);
  const { request } = await fake.log.waitFor('held');

  token.cancel();

  expect(await result).toMatchObject({ answer: '', stopReason: 'cancelled' });
  await fake.log.waitFor('closedByClient', (event) => event.request === request);
  expect(fake.chats).toEqual([]);
});

test.each([
  ['in English', scene.question, '(No answer.)'],
  ['in Chinese', '解析器缓存是什么？', '（没有回答。）'],
])(
  'a question stopped before its first word stays in the history, %s',
  async (_, question, mark) => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: ['headers'] }, secondReply] });
    const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
    const token = new CancellationTokenSource();
    const result = sidecar.ask(question, {}, token.token);
    await fake.log.waitFor('held');
    token.cancel();
    const { conversationId, stopReason } = await result;

    await sidecar.ask(scene.followUp, { conversationId });

    expect(stopReason).toBe('cancelled');
    expect(fake.chats.at(-1)?.body.messages?.slice(1)).toEqual([
      { role: 'user', content: question },
      { role: 'assistant', content: mark },
      { role: 'user', content: scene.followUp },
    ]);
  },
);

test('a cancel in the same read as its request stops it', async () => {
  const fake = await startFake({ otherwise: { ...firstReply, fault: { kind: 'endless' } } });
  const sidecar = await startSidecar({ fake });
  const params = { clientTurnId: randomUUID(), text: scene.question };
  const request = { jsonrpc: '2.0', id: 'both', method: ChatSendRequest.method, params };
  const cancel = { jsonrpc: '2.0', method: '$/cancelRequest', params: { id: request.id } };
  sidecar.child.willSend(request);

  sidecar.child.write(frame(JSON.stringify(request)) + frame(JSON.stringify(cancel)));

  const { result } = await sidecar.child.answer(request.id);
  expect(result).toMatchObject({ answer: '', stopReason: 'cancelled' });
  expect(fake.chats).toEqual([]);
});

test('a repeated or late cancel changes nothing', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const token = new CancellationTokenSource();
  const clientTurnId = randomUUID();
  const result = sidecar.ask(scene.question, { clientTurnId }, token.token);
  const { conversationId, turnId } = await sidecar.events.waitFor('delta');

  token.cancel();
  await sidecar.request(ChatCancelRequest, { conversationId, turnId });
  await sidecar.request(ChatCancelRequest, { conversationId, turnId });

  const stopped = await result;
  expect(stopped).toMatchObject({ answer: scene.answer[0], stopReason: 'cancelled' });
  expect(await sidecar.ask(scene.question, { clientTurnId })).toEqual(stopped);
  expect(sidecar.events.of('finished')).toHaveLength(1);
});

test('a cancel of an unknown turn is an error', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });
  const { conversationId } = await sidecar.ask(scene.question);
  const absent = randomUUID();

  for (const ids of [
    { conversationId, turnId: absent },
    { conversationId: absent, turnId: absent },
  ]) {
    await expect(sidecar.request(ChatCancelRequest, ids)).rejects.toMatchObject({
      code: ErrorCode.notFound,
      data: { kind: 'notFound', id: absent },
    });
  }
});

test('a stop of one of two running turns does not affect the other', async () => {
  const fake = await startFake({
    replies: [
      { match: { lastMessage: 'first' }, ...firstReply, hold: [1] },
      { match: { lastMessage: 'second' }, ...secondReply, hold: [1] },
    ],
  });
  const sidecar = await startSidecar({ fake });
  const [first, second] = [sidecar.ask('The first?'), sidecar.ask('The second?')];
  const stopped = await sidecar.events.waitFor('delta', ({ text }) => text === scene.answer[0]);
  await sidecar.events.waitFor('delta', ({ text }) => text === scene.secondAnswer[0]);

  await sidecar.request(ChatCancelRequest, stopped);

  expect(await first).toMatchObject({ answer: scene.answer[0], stopReason: 'cancelled' });
  const other = fake.chats.find(({ body }) => body.messages?.at(-1)?.content.includes('second'));
  fake.release(other?.request ?? 0);
  expect(await second).toMatchObject({
    answer: scene.secondAnswer.join(''),
    stopReason: 'complete',
  });
});

test('$/cancelRequest of chain/invoke closes the request and answers with -32800', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const token = new CancellationTokenSource();
  const params = { chat_history: [], question: scene.question };
  const invoked = sidecar.request(ChainInvokeRequest, params, token.token);
  await fake.log.waitFor('held');

  token.cancel();

  await expect(invoked).rejects.toMatchObject({ code: ErrorCode.cancelled });
  await fake.log.waitFor('closedByClient');
  expect(await sidecar.ask(scene.question)).toMatchObject({ stopReason: 'complete' });
});

test('requests other than turns end with the connection', async () => {
  const fake = await startFake({ replies: [{ match: { path: '/api/tags' }, hold: ['headers'] }] });
  const sidecar = await startSidecar({ fake });
  void sidecar.request(ModelListRequest, undefined);
  await fake.log.waitFor('held');

  sidecar.child.process.stdin.end();

  expect(await sidecar.child.exit).toEqual({ code: 1, signal: null });
  await fake.log.waitFor('closedByClient');
});

test('SIGTERM does not wait for requests that Ollama holds', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const params = { chat_history: [], question: scene.question };
  void sidecar.request(ChainInvokeRequest, params);
  await fake.log.waitFor('held');

  sidecar.child.process.kill('SIGTERM');

  expect(await sidecar.child.exit).toEqual({ code: 143, signal: null });
  await fake.log.waitFor('closedByClient');
});

async function startHeldTurn(
  fake: FakeOllama,
  isFollowUp: boolean,
  kept: string,
): Promise<HeldTurn> {
  const sidecar = await startSidecar({ fake });
  const token = new CancellationTokenSource();
  const before = isFollowUp ? await sidecar.ask(scene.question) : undefined;
  const more = before === undefined ? {} : { conversationId: before.conversationId };
  const text = isFollowUp ? scene.followUp : scene.question;
  const result = sidecar.ask(text, more, token.token);
  await fake.log.waitFor('held');
  const { conversationId, turnId } = await sidecar.events.waitFor(
    'started',
    (event) => event.text === text,
  );
  if (kept !== '') await sidecar.events.waitFor('delta', () => sidecar.text(turnId) === kept);
  return { sidecar, result, conversationId, turnId, token };
}

/** Checks that the client closed the held request before its next token, and sent no other. */
async function expectClosedBeforeNextToken(fake: FakeOllama, calls: number): Promise<void> {
  const { request, step } = await fake.log.waitFor('held');
  await fake.log.waitFor('closedByClient', (event) => event.request === request);
  const sent = fake.log.of('sent').filter((event) => event.request === request);
  expect(sent).toHaveLength(step === 'headers' ? 0 : step);
  expect(fake.chats).toHaveLength(calls);
}
