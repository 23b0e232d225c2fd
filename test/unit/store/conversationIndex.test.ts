import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { ConversationIndex } from '@condenser/sidecar/store/conversationIndex.ts';
import { expect, it } from 'vitest';
import { clock, keep, openStore, question, temporaryFolder } from './storeFixture.ts';

const silent = createLogger(
  () => undefined,
  () => 'error',
  clock,
);

async function open() {
  const parent = await temporaryFolder();
  const folder = join(parent, 'conversations');
  const path = join(parent, 'index.json');
  const { store } = openStore(folder);
  return { folder, path, store, index: new ConversationIndex(store, path, silent) };
}

it.each([
  ['is missing', (path: string) => rm(path)],
  ['is damaged', (path: string) => writeFile(path, '{"version":1,"entries":[{"size":')],
  ['is of another version', (path: string) => writeFile(path, '{"version":9,"entries":[]}')],
])('an index that %s is rebuilt', async (_, damage) => {
  const { path, store, index } = await open();
  const conversationId = await keep(store, [['Where?', 'Here.']]);
  const before = await index.summaries();
  await index.close();
  await damage(path);

  const again = await new ConversationIndex(store, path, silent).summaries();

  expect(again).toEqual(before);
  expect(again).toMatchObject([{ conversationId, title: 'Where?', turnCount: 1 }]);
});

it('the index of a process lists the turns that it is answering as unfinished', async () => {
  const { folder, path, store, index } = await open();
  const conversationId = await keep(store, [['Where?', 'Here.']]);
  const conversation = await store.get(conversationId);
  if (conversation === undefined) throw new Error('not there');
  await store.saveQuestion(conversation, question('And when?', conversation.lastTurnId));
  await index.summaries();
  await index.close();

  const [summary] = await new ConversationIndex(openStore(folder).store, path, silent).summaries();

  expect(summary?.unfinished).toMatchObject([{ process: { id: 1, host: 'here' } }]);
});

it('an entry older than its file is rebuilt, and what another process has changed is reported', async () => {
  const { folder, store, index, path } = await open();
  const conversationId = await keep(store, [['Where?', 'Here.']]);
  await index.summaries();
  await index.close();
  const { store: other } = openStore(folder);
  const conversation = await other.get(conversationId);
  if (conversation === undefined) throw new Error('not there');
  await other.saveQuestion(conversation, question('And when?', conversation.lastTurnId));

  const fresh = new ConversationIndex(openStore(folder).store, path, silent);

  expect(await fresh.refreshAll()).toEqual([{ conversationId, what: 'turns' }]);
  expect(await fresh.summaries()).toMatchObject([{ turnCount: 2 }]);
  await other.erase(conversationId);
  expect(await fresh.refreshAll()).toEqual([{ conversationId, what: 'erased' }]);
  expect(await fresh.summaries()).toEqual([]);
});
