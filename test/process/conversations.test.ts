import { randomUUID } from 'node:crypto';
import {
  ChatEditRequest,
  ChatRetryRequest,
  ConversationChangedNotification,
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
  DraftSetRequest,
  ErrorCode,
  PageHelloRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';
import { startHome } from './storeFiles.ts';

const page = { deleted: false, limit: 50 };

function changes(sidecar: SidecarProcess): string[] {
  return sidecar.child.messages
    .filter(({ method }) => method === ConversationChangedNotification.method)
    .map(({ params }) => (params as { what: string }).what);
}

test('the list is paged, newest first, and separate per project', async () => {
  const home = await startHome();
  const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
  const first = await startSidecar({ fake, home });
  const ids: string[] = [];
  for (const workspaceUri of ['file:///a', 'file:///b', 'file:///a', 'file:///a']) {
    ids.unshift((await first.ask(`Question ${ids.length}?`, { workspaceUri })).conversationId);
  }
  await first.leave();
  const sidecar = await startSidecar({ fake, home });

  const all = await sidecar.request(ConversationListRequest, page);
  const some = { workspaceUri: 'file:///a', deleted: false, limit: 2 };
  const one = await sidecar.request(ConversationListRequest, some);
  const two = await sidecar.request(ConversationListRequest, { ...some, cursor: one.nextCursor });

  expect(all.conversations.map(({ conversationId }) => conversationId)).toEqual(ids);
  expect(all.conversations[0]).toMatchObject({
    title: 'Question 3?',
    turnCount: 1,
    running: false,
  });
  const mine = [...one.conversations, ...two.conversations];
  expect(mine.map(({ conversationId }) => conversationId)).toEqual(ids.filter((_, at) => at !== 2));
  expect(two.nextCursor).toBeUndefined();
});

test('a retry adds an answer, and an edit starts another branch', async () => {
  const fake = await startFake({
    replies: ['First.', 'Second.', 'Follow.', 'Other.'].map((token) => ({ tokens: [token] })),
  });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const { conversationId, turnId } = await sidecar.ask('Which?');
  const again = await sidecar.request(ChatRetryRequest, {
    conversationId,
    turnId,
    clientTurnId: randomUUID(),
  });
  const followUp = await sidecar.ask('And then?', { conversationId, parentTurnId: turnId });
  const edited = await sidecar.request(ChatEditRequest, {
    conversationId,
    turnId: followUp.turnId,
    clientTurnId: randomUUID(),
    text: 'And before?',
  });

  const { turns, lastTurnId } = await sidecar.request(ConversationGetRequest, { conversationId });

  expect(turns).toMatchObject([
    { turnId, parentTurnId: null, text: 'Which?', answer: 'First.' },
    { turnId: again.turnId, parentTurnId: null, text: 'Which?', answer: 'Second.' },
    { turnId: followUp.turnId, parentTurnId: turnId, answer: 'Follow.' },
    { turnId: edited.turnId, parentTurnId: turnId, text: 'And before?', answer: 'Other.' },
  ]);
  expect(lastTurnId).toBe(edited.turnId);
  const asked = fake.chats.at(-1)?.body.messages?.map(({ content }) => content);
  expect(asked?.slice(1)).toEqual(['Which?', 'First.', 'And before?']);
});

test('the title, model and strategy of a conversation apply to its next turns, also after a restart', async () => {
  const home = await startHome();
  const models = [{ name: 'fake:latest' }, { name: 'other:latest' }];
  const fake = await startFake({ models, otherwise: { tokens: ['Yes.'] } });
  const first = await startSidecar({ fake, home, args: ['--model', 'fake:latest'] });
  const { conversationId } = await first.ask('One?');
  const update = {
    conversationId,
    title: '名字',
    model: 'other:latest',
    strategy: 'history',
    options: { temperature: 0.3 },
  } as const;
  expect(await first.request(ConversationUpdateRequest, update)).toMatchObject({
    title: '名字',
    titleSource: 'person',
  });
  await first.leave();
  const second = await startSidecar({ fake, home });

  await second.ask('Two?', { conversationId });

  expect(fake.chats.at(-1)?.body.model).toBe('other:latest');
  expect(fake.chats.at(-1)?.body.options?.temperature).toBe(0.3);
  expect(fake.chats).toHaveLength(2);
  const { conversation } = await second.request(ConversationGetRequest, { conversationId });
  expect(conversation).toMatchObject({ title: '名字', strategy: 'history', turnCount: 2 });
});

test('a deleted conversation can be restored, an erased one cannot, and its running turn is stopped', async () => {
  const fake = await startFake({
    replies: [{ tokens: ['One.'] }, { tokens: ['a', 'b'], hold: [1] }],
  });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const { conversationId } = await sidecar.ask('One?');
  const running = sidecar.ask('Two?', { conversationId });
  await sidecar.events.waitFor('delta', ({ text }) => text === 'a');

  const { restorableUntil } = await sidecar.request(ConversationDeleteRequest, {
    conversationId,
    permanently: false,
  });

  expect(await running).toMatchObject({ stopReason: 'cancelled', answer: 'a' });
  expect(Date.parse(restorableUntil ?? '')).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  expect((await sidecar.request(ConversationListRequest, page)).conversations).toEqual([]);
  const trash = await sidecar.request(ConversationListRequest, { ...page, deleted: true });
  expect(trash.conversations).toMatchObject([{ conversationId }]);
  await sidecar.request(ConversationRestoreRequest, { conversationId });
  expect((await sidecar.request(ConversationListRequest, page)).conversations).toHaveLength(1);
  await sidecar.request(ConversationDeleteRequest, { conversationId, permanently: true });
  await expect(
    sidecar.request(ConversationRestoreRequest, { conversationId }),
  ).rejects.toMatchObject({ code: ErrorCode.notFound });
  expect(changes(sidecar).slice(-3)).toEqual(['deleted', 'restored', 'erased']);
});

test('a turn in a deleted conversation restores it', async () => {
  const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask('One?');
  await sidecar.request(ConversationDeleteRequest, { conversationId, permanently: false });

  await sidecar.ask('Two?', { conversationId });

  const { conversations } = await sidecar.request(ConversationListRequest, page);
  expect(conversations).toMatchObject([{ conversationId, turnCount: 2 }]);
});

test('a search finds words of questions and answers, also in Chinese', async () => {
  const fake = await startFake({
    replies: [{ tokens: ['用 fs.createReadStream 按块读取。'] }, { tokens: ['Sunny.'] }],
  });
  const sidecar = await startSidecar({ fake });
  const { conversationId, turnId } = await sidecar.ask('怎样读取大文件？');
  await sidecar.ask('What about the weather?');

  const search = (query: string) =>
    sidecar.request(ConversationSearchRequest, { query, limit: 50 });

  expect((await search('按块')).hits).toMatchObject([
    { conversation: { conversationId }, turnId, part: 'answer' },
  ]);
  const { hits } = await search('createReadStream');
  const [start = 0, length = 0] = hits[0]?.matches[0] ?? [];
  expect(hits[0]?.excerpt.slice(start, start + length)).toBe('createReadStream');
  expect((await search('nowhere')).hits).toEqual([]);
});

test('an export as JSON can be imported elsewhere once, and one as Markdown is readable', async () => {
  const fake = await startFake({ replies: [{ tokens: ['Use `readText()`.'] }] });
  const one = await startSidecar({ fake });
  const { conversationId } = await one.ask('How in Kotlin?');
  const { text, fileName } = await one.request(ConversationExportRequest, { format: 'json' });
  const markdown = await one.request(ConversationExportRequest, { format: 'markdown' });
  const other = await startSidecar({ fake });

  const imported = await other.request(ConversationImportRequest, { text });
  const again = await other.request(ConversationImportRequest, { text });

  expect(fileName).toBe('How in Kotlin.json');
  expect(markdown.text).toContain('## How in Kotlin?');
  expect(markdown.text).toContain('Use `readText()`.');
  expect(imported).toEqual({ conversationIds: [conversationId], turnsAdded: 1, turnsKnown: 0 });
  expect(again).toEqual({ conversationIds: [], turnsAdded: 0, turnsKnown: 1 });
  const before = await one.request(ConversationGetRequest, { conversationId });
  const after = await other.request(ConversationGetRequest, { conversationId });
  expect(after.turns).toEqual(before.turns);
});

test.each([
  ['no JSON', 'text'],
  ['{"format":"other"}', 'text.format'],
  [
    '{"format":"condenser-conversations","version":1,"conversations":[{"turns":[]}]}',
    'text.conversations.0.title',
  ],
])('an import of %s names the field %s, and takes nothing in', async (text, field) => {
  const sidecar = await startSidecar();

  await expect(sidecar.request(ConversationImportRequest, { text })).rejects.toMatchObject({
    code: ErrorCode.invalidParams,
    data: { field },
  });
});

test('a draft survives the process, and an empty one is removed', async () => {
  const home = await startHome();
  const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
  const first = await startSidecar({ fake, home });
  const { conversationId } = await first.ask('One?');
  const uri = 'file:///a';
  await first.request(DraftSetRequest, { conversationId, text: 'And tw', context: [] });
  await first.request(DraftSetRequest, { workspaceUri: uri, text: '新的', context: [] });
  first.child.process.kill('SIGKILL');
  await first.child.exit;
  const second = await startSidecar({ fake, home });

  const hello = { pageId: randomUUID(), workspace: { uri } };
  expect((await second.request(PageHelloRequest, hello)).draft?.text).toBe('新的');
  const got = await second.request(ConversationGetRequest, { conversationId });
  expect(got.draft).toEqual({ text: 'And tw', context: [] });
  await second.request(DraftSetRequest, { conversationId, text: '', context: [] });
  const forgotten = await second.request(ConversationGetRequest, { conversationId });
  expect(forgotten.draft).toBeUndefined();
});

test('a sent draft is removed, but not a newer one', async () => {
  const sidecar = await startSidecar({
    fake: await startFake({ otherwise: { tokens: ['Yes.'] } }),
  });
  const draftOf = async (conversationId: string) =>
    (await sidecar.request(ConversationGetRequest, { conversationId })).draft;
  const hello = { pageId: randomUUID() };
  await sidecar.request(DraftSetRequest, { text: 'One?', context: [] });

  const { conversationId } = await sidecar.ask('One?');

  expect((await sidecar.request(PageHelloRequest, hello)).draft).toBeUndefined();
  await sidecar.request(DraftSetRequest, { conversationId, text: 'Two?', context: [] });
  await sidecar.ask('Something else?', { conversationId });
  expect(await draftOf(conversationId)).toEqual({ text: 'Two?', context: [] });
  await sidecar.ask('Two?', { conversationId });
  expect(await draftOf(conversationId)).toBeUndefined();
});

test('a page reloaded during an answer continues at its current length', async () => {
  const tokens = ['one ', 'two ', '三 ', 'four'];
  const fake = await startFake({ replies: [{ tokens, hold: [2] }] });
  const sidecar = await startSidecar({ fake });
  const running = sidecar.ask('Count?');
  // Tokens of one read are sent as one delta.
  await sidecar.events.waitFor('delta', ({ offset, text }) => offset + text.length === 8);
  const { request } = await fake.log.waitFor('held');

  const { runningTurns } = await sidecar.request(PageHelloRequest, { pageId: randomUUID() });
  const [turn] = runningTurns;
  const got = await sidecar.request(ConversationGetRequest, {
    conversationId: turn?.conversationId ?? '',
  });
  fake.release(request);
  const { answer } = await running;

  expect(turn?.answer).toBe('one two ');
  expect(got).toMatchObject({ conversation: { running: true }, turns: [{ answer: 'one two ' }] });
  expect(got.turns[0]?.stopReason).toBeUndefined();
  const rest = sidecar.events
    .of('delta')
    .filter(({ offset }) => offset >= (turn?.answer.length ?? 0));
  expect(`${turn?.answer}${rest.map(({ text }) => text).join('')}`).toBe(answer);
});
