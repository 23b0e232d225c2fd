import { randomUUID } from 'node:crypto';
import {
  ChatEditRequest,
  ChatRetryRequest,
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationUpdateRequest,
  DraftSetRequest,
  ErrorCode,
  TurnInspectRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import { startFake, startSidecar } from './starting.ts';
import { startHome } from './storeFiles.ts';

const otherwise = { tokens: ['Yes.'] };
const reused = { code: ErrorCode.invalidParams, data: { field: 'clientTurnId' } };

test('ids are case-insensitive in every request', async () => {
  const sidecar = await startSidecar({ fake: await startFake({ otherwise }) });
  const { conversationId: id, turnId } = await sidecar.ask('One?');
  const conversationId = id.toUpperCase();
  const turn = { conversationId, turnId: turnId.toUpperCase() };

  await sidecar.ask('Two?', { conversationId, parentTurnId: turn.turnId });
  await sidecar.request(ChatRetryRequest, { ...turn, clientTurnId: randomUUID().toUpperCase() });
  await sidecar.request(ChatEditRequest, { ...turn, clientTurnId: randomUUID(), text: 'Three?' });
  await sidecar.request(TurnInspectRequest, turn);
  await sidecar.request(DraftSetRequest, { conversationId, text: 'Four', context: [] });
  await sidecar.request(ConversationUpdateRequest, { conversationId, title: 'Named' });
  await sidecar.request(ConversationDeleteRequest, { conversationId, permanently: false });
  await sidecar.request(ConversationRestoreRequest, { conversationId });
  const exported = await sidecar.request(ConversationExportRequest, {
    conversationIds: [conversationId],
    format: 'json',
  });

  const got = await sidecar.request(ConversationGetRequest, { conversationId });
  expect(got).toMatchObject({
    conversation: { conversationId: id, title: 'Named', turnCount: 4 },
    draft: { text: 'Four' },
  });
  expect(exported.text).toContain(id);
});

test('ids are case-insensitive in an import', async () => {
  const sidecar = await startSidecar({ fake: await startFake({ otherwise }) });
  const { conversationId } = await sidecar.ask('One?');
  const { text } = await sidecar.request(ConversationExportRequest, { format: 'json' });
  const upper = text.replace(/[0-9a-f-]{36}/g, (id) => id.toUpperCase());
  const other = await startSidecar();

  const known = await sidecar.request(ConversationImportRequest, { text: upper });
  const added = await other.request(ConversationImportRequest, { text: upper });

  expect(known).toEqual({ conversationIds: [], turnsAdded: 0, turnsKnown: 1 });
  expect(added).toEqual({ conversationIds: [conversationId], turnsAdded: 1, turnsKnown: 0 });
  const { turns } = await other.request(ConversationGetRequest, { conversationId });
  expect(turns).toMatchObject([{ answer: 'Yes.' }]);
});

test('the same question with its id in another case is the same turn', async () => {
  const fake = await startFake({ otherwise });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();

  const first = await sidecar.ask('One?', { clientTurnId });
  const again = await sidecar.ask('One?', { clientTurnId: clientTurnId.toUpperCase() });

  expect(again).toEqual(first);
  expect(fake.chats).toHaveLength(1);
});

test('an id of another question is refused by name, without a call', async () => {
  const fake = await startFake({ otherwise });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const { conversationId, turnId } = await sidecar.ask('One?', { clientTurnId });

  await expect(sidecar.ask('Two?', { clientTurnId })).rejects.toMatchObject(reused);
  await expect(sidecar.ask('Two?', { clientTurnId, conversationId })).rejects.toMatchObject(reused);
  const edit = { conversationId, turnId, clientTurnId, text: 'Two?' };
  await expect(sidecar.request(ChatEditRequest, edit)).rejects.toMatchObject(reused);

  expect(fake.chats).toHaveLength(1);
  const { conversations } = await sidecar.request(ConversationListRequest, {
    deleted: false,
    limit: 50,
  });
  expect(conversations).toMatchObject([{ turnCount: 1 }]);
});

test('the same holds while the first question is running, which continues', async () => {
  const fake = await startFake({ replies: [{ tokens: ['One.', ' Two.'], hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const first = sidecar.ask('One?', { clientTurnId });
  await sidecar.events.waitFor('delta');

  await expect(sidecar.ask('Two?', { clientTurnId })).rejects.toMatchObject(reused);

  const { request } = await fake.log.waitFor('held');
  fake.release(request);
  expect(await first).toMatchObject({ answer: 'One. Two.', stopReason: 'complete' });
});

const note = [{ kind: 'text' as const, text: 'Another context.' }];

test.each<[what: string, changed: object | 'parent']>([
  ['another context', { context: note }],
  ['another model', { model: 'other' }],
  ['another parent', 'parent'],
  ['another strategy', { strategy: 'condense' as const }],
  ['other options', { options: { temperature: 0.3 } }],
  ['no conversation', { conversationId: undefined }],
])(
  'an id that comes back with %s is refused by name, while it runs and later',
  async (_, changed) => {
    const fake = await startFake({
      replies: [
        { tokens: ['Yes.'] },
        { tokens: ['Yes.'] },
        { tokens: ['One.', ' Two.'], hold: [1] },
      ],
      otherwise,
    });
    const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
    const { conversationId, turnId } = await sidecar.ask('Zero?');
    await sidecar.ask('Half?', { conversationId });
    const change = changed === 'parent' ? { parentTurnId: turnId } : changed;
    const clientTurnId = randomUUID();
    const given = { clientTurnId, conversationId };
    const first = sidecar.ask('One?', given);
    await sidecar.events.waitFor('delta', ({ text }) => text === 'One.');
    const second = sidecar.ask('One?', given);

    await expect(sidecar.ask('One?', { ...given, ...change })).rejects.toMatchObject(reused);
    const { request } = await fake.log.waitFor('held');
    fake.release(request);
    expect(await second).toEqual(await first);
    await expect(sidecar.ask('One?', { ...given, ...change })).rejects.toMatchObject(reused);

    expect(await sidecar.ask('One?', given)).toEqual(await first);
    expect(fake.chats).toHaveLength(3);
  },
);

test('an id reused in another conversation is refused by name, also after a restart', async () => {
  const home = await startHome();
  const fake = await startFake({ otherwise });
  const sidecar = await startSidecar({ fake, home });
  const { conversationId } = await sidecar.ask('Zero?');
  const clientTurnId = randomUUID();
  await sidecar.ask('One?', { clientTurnId });

  const there = { clientTurnId, conversationId };
  await expect(sidecar.ask('One?', there)).rejects.toMatchObject(reused);
  const next = await startSidecar({ fake, home });
  await expect(next.ask('One?', there)).rejects.toMatchObject(reused);

  expect(fake.chats).toHaveLength(2);
});

test('the id of a turn cannot be reused for a retry or an edit; the id of a retry returns the retry', async () => {
  const fake = await startFake({ otherwise });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const { conversationId, turnId } = await sidecar.ask('One?', { clientTurnId });
  const used = { conversationId, turnId, clientTurnId };
  await expect(sidecar.request(ChatRetryRequest, used)).rejects.toMatchObject(reused);
  const edit = { ...used, text: 'One?' };
  await expect(sidecar.request(ChatEditRequest, edit)).rejects.toMatchObject(reused);

  const retry = { conversationId, turnId, clientTurnId: randomUUID() };
  const again = await sidecar.request(ChatRetryRequest, retry);
  expect(await sidecar.request(ChatRetryRequest, retry)).toEqual(again);
  const ofRetry = { ...retry, turnId: again.turnId };
  await expect(sidecar.request(ChatRetryRequest, ofRetry)).rejects.toMatchObject(reused);
  expect(fake.chats).toHaveLength(2);
});
