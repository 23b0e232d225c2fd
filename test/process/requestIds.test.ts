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

const otherwise = { tokens: ['Yes.'] };
const reused = { code: ErrorCode.invalidParams, data: { field: 'clientTurnId' } };

test('an id in upper case is the same id, in every request', async () => {
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

test('an import with ids in upper case is the same conversation', async () => {
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

test('the same question in another case of its id is the same turn', async () => {
  const fake = await startFake({ otherwise });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();

  const first = await sidecar.ask('One?', { clientTurnId });
  const again = await sidecar.ask('One?', { clientTurnId: clientTurnId.toUpperCase() });

  expect(again).toEqual(first);
  expect(fake.chats).toHaveLength(1);
});

test('an id that was used for another question is refused by name, and nothing is asked', async () => {
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

test('so it is while the first question is being answered, which goes on', async () => {
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
