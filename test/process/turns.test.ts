import { randomUUID } from 'node:crypto';
import { ChatCancelRequest, ErrorCode } from '@condenser/protocol';
import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

test('two concurrent conversations share one num_ctx, so that the model is loaded once', async () => {
  const models = [{ name: 'fake:latest', trainedContext: 32_768 }];
  const fake = await startFake({
    models,
    replies: [{ ...firstReply, hold: [1] }],
    otherwise: { tokens: ['Yes.'] },
  });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const small = sidecar.ask('Small?');
  const { request } = await fake.log.waitFor('held');

  const large = await sidecar.ask('A large question. '.repeat(1000));
  fake.release(request);
  const { conversationId } = await small;
  await sidecar.ask('Small again?', { conversationId });
  await sidecar.ask('Large again?', { conversationId: large.conversationId });

  const windows = fake.chats.map(({ body }) => body.options?.num_ctx);
  expect(windows).toEqual([4096, 8192, 8192, 8192]);
  expect(fake.log.of('loaded')).toHaveLength(2);
});

test('all calls of two interleaved conversations use the same window', async () => {
  const fake = await startFake({ otherwise: { tokens: scene.answer } });
  const sidecar = await startSidecar({ fake });
  const [one, other] = await Promise.all([
    sidecar.ask(scene.question),
    sidecar.ask('What is the lexer cache?'),
  ]);

  await Promise.all([
    sidecar.ask(scene.followUp, { conversationId: one.conversationId }),
    sidecar.ask(scene.followUp, { conversationId: other.conversationId }),
  ]);

  expect(one.conversationId).not.toBe(other.conversationId);
  // Two answers each, and a rewrite that is refused twice.
  expect(fake.chats).toHaveLength(8);
  expect(new Set(fake.chats.map(({ body }) => body.options?.num_ctx))).toEqual(new Set([4096]));
  expect(fake.log.of('loaded')).toHaveLength(1);
});

test('the deltas of concurrent turns belong to the right answers', async () => {
  const fake = await startFake({
    replies: [
      { ...firstReply, hold: 'everyStep' },
      { ...secondReply, hold: 'everyStep' },
    ],
  });
  const sidecar = await startSidecar({ fake });
  const first = sidecar.ask('One?');
  const { request: one } = await fake.chat(1);
  const second = sidecar.ask('Two?');
  const { request: two } = await fake.chat(2);
  for (let step = 0; step < 5; step += 1) {
    fake.release(one, 1);
    fake.release(two, 1);
  }

  for (const [result, tokens] of [
    [await first, scene.answer],
    [await second, scene.secondAnswer],
  ] as const) {
    expect(result).toMatchObject({ answer: tokens.join(''), stopReason: 'complete' });
    expect(sidecar.text(result.turnId)).toBe(result.answer);
  }
});

test('a second question in a conversation is refused with the id of the running turn', async () => {
  const fake = await startFake({ replies: [firstReply, { ...condenseReply, hold: ['headers'] }] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  const clientTurnId = randomUUID();
  const running = sidecar.ask(scene.followUp, { conversationId });
  const { turnId } = await sidecar.events.waitFor('started', ({ text }) => text === scene.followUp);

  await expect(sidecar.ask('Another?', { conversationId, clientTurnId })).rejects.toMatchObject({
    code: ErrorCode.turnRunning,
    data: { kind: 'turnRunning', turnId, whatToDo: expect.any(String) },
  });

  await sidecar.request(ChatCancelRequest, { conversationId, turnId });
  await running;
  // The refused question was not saved, so it can be sent again.
  const again = await sidecar.ask('Another?', { conversationId, clientTurnId });
  expect(again.stopReason).toBe('complete');
});

test('the same clientTurnId sent twice concurrently is one turn and one call', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const first = sidecar.ask(scene.question, { clientTurnId });
  const second = sidecar.ask(scene.question, { clientTurnId });
  const { request } = await fake.log.waitFor('held');
  const third = sidecar.ask(scene.question, { clientTurnId });

  fake.release(request);

  const result = await first;
  expect(result.stopReason).toBe('complete');
  expect(await second).toEqual(result);
  expect(await third).toEqual(result);
  expect(await sidecar.ask(scene.question, { clientTurnId })).toEqual(result);
  expect(fake.chats).toHaveLength(1);
  expect(sidecar.events.of('started')).toHaveLength(1);
  expect(sidecar.events.of('finished')).toHaveLength(1);
});

test('$/cancelRequest of any of its requests stops the turn', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const token = new CancellationTokenSource();
  const first = sidecar.ask(scene.question, { clientTurnId });
  await sidecar.events.waitFor('delta');
  const second = sidecar.ask(scene.question, { clientTurnId }, token.token);

  token.cancel();

  const stopped = await second;
  expect(stopped).toMatchObject({ answer: scene.answer[0], stopReason: 'cancelled' });
  expect(await first).toEqual(stopped);
});

test('an unknown conversation or parent turn is an error, without a call', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  const absent = randomUUID();

  for (const more of [
    { conversationId: absent },
    { conversationId, parentTurnId: absent },
    { parentTurnId: absent },
  ]) {
    await expect(sidecar.ask(scene.followUp, more)).rejects.toMatchObject({
      code: ErrorCode.notFound,
      data: { kind: 'notFound', id: absent },
    });
  }
  expect(fake.chats).toHaveLength(1);
});

test('a conversation keeps its model, and a turn may use another', async () => {
  const models = [{ name: 'one:latest', loadedContext: 4096 }, { name: 'two:latest' }];
  const fake = await startFake({ models, otherwise: { tokens: ['Yes.'] } });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const { conversationId } = await sidecar.ask('Who are you?', { model: 'two' });
  await sidecar.ask('And now?', { conversationId });
  await sidecar.ask('And now?', { conversationId, model: 'one' });
  await sidecar.ask('Which other models?');

  const asked = fake.chats.map(({ body }) => body.model);
  expect(asked.slice(0, 3)).toEqual(['two', 'two', 'one']);
});

test('the answer request of a turn starts with the messages of the previous one', async () => {
  const again = { tokens: ['How old is the parser cache?'] };
  const fake = await startFake({
    replies: [firstReply, condenseReply, secondReply, again],
    otherwise: { tokens: scene.secondAnswer },
  });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  await sidecar.ask(scene.followUp, { conversationId });
  await sidecar.ask('And how old is it?', { conversationId });

  expect(fake.chats).toHaveLength(5);
  const [first = [], , second = [], , third = []] = fake.chats.map(({ body }) => body.messages);
  expect(second.slice(0, first.length)).toEqual(first);
  expect(third.slice(0, second.length)).toEqual(second);
});
