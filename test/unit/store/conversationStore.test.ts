import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { turnsInOrder } from '@condenser/sidecar/store/conversation.ts';
import { describe, expect, it } from 'vitest';
import { keep, openStore, question, temporaryFolder } from './storeFixture.ts';

describe('the conversation store', () => {
  it('reads what another process has saved, word for word', async () => {
    const folder = await temporaryFolder();
    const conversationId = await keep(openStore(folder).store, [
      ['你好 👋', 'Hello.\n\n```js\n1\n```'],
    ]);

    const conversation = await openStore(folder).store.get(conversationId);

    expect([...(conversation?.turns.values() ?? [])]).toMatchObject([
      { text: '你好 👋', answer: 'Hello.\n\n```js\n1\n```', stopReason: 'complete' },
    ]);
  });

  it('creates files that only the user can read', async () => {
    const folder = join(await temporaryFolder(), 'conversations');
    const { store } = openStore(folder);
    const conversationId = await keep(store, [['a', 'b']]);

    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(store.file(conversationId).path)).mode & 0o777).toBe(0o600);
  });

  it('reads what another process appends', async () => {
    const folder = await temporaryFolder();
    const { store: one } = openStore(folder);
    const { store: other } = openStore(folder);
    const conversationId = await keep(one, [['First?', 'First.']]);
    const seen = await other.get(conversationId);
    if (seen === undefined) throw new Error('not there');
    const turn = question('Second?', seen.lastTurnId);
    await other.saveQuestion(seen, turn);
    turn.answer = 'Second.';
    turn.stopReason = 'complete';
    await other.saveAnswer(turn);

    const conversation = await one.get(conversationId);

    expect(conversation && turnsInOrder(conversation).map(({ answer }) => answer)).toEqual([
      'First.',
      'Second.',
    ]);
    expect(conversation?.lastTurnId).toBe(turn.turnId);
  });

  it('agrees with other processes on the order of turns and on the last change', async () => {
    const folder = await temporaryFolder();
    const stores = [openStore(folder).store, openStore(folder).store];
    const conversationId = await keep(stores[0] as (typeof stores)[0], [['First?', 'First.']]);
    const conversations = await Promise.all(stores.map((store) => store.get(conversationId)));
    await Promise.all(
      stores.map(async (store, index) => {
        const conversation = conversations[index];
        if (conversation === undefined) throw new Error('not there');
        await store.saveQuestion(conversation, question(`By ${index}?`, conversation.lastTurnId));
        await store.change(conversation, { title: `By ${index}`, titleSource: 'person' });
      }),
    );

    const seen = await Promise.all(stores.map((store) => store.get(conversationId)));
    const fresh = await openStore(folder).store.get(conversationId);

    for (const conversation of [...seen, fresh]) {
      if (conversation === undefined || fresh === undefined) throw new Error('not there');
      expect(turnsInOrder(conversation).map(({ text }) => text)).toEqual(
        turnsInOrder(fresh).map(({ text }) => text),
      );
      expect(conversation.title).toBe(fresh.title);
      expect(conversation.lastTurnId).toBe(fresh.lastTurnId);
    }
  });

  it('writes what the disk has refused, in order, once the disk accepts it', async () => {
    const parent = await temporaryFolder();
    const folder = join(parent, 'conversations');
    // A file in place of the folder: nothing can be created in it.
    await writeFile(folder, '');
    const { store } = openStore(folder);
    const conversationId = '00000000-0000-4000-8000-000000000001';
    const conversation = store.create({ conversationId, createdAt: '2026-11-24T12:00:00.000Z' });
    const turn = question('Kept?');
    await expect(store.saveQuestion(conversation, turn)).rejects.toMatchObject({
      kind: 'notSaved',
    });
    expect((await store.get(conversationId))?.turns.size).toBe(1);
    await rm(folder);
    await mkdir(folder);
    turn.answer = 'Yes.';
    turn.stopReason = 'complete';
    await store.saveAnswer(turn);

    const again = await openStore(folder).store.get(conversationId);

    expect([...(again?.turns.values() ?? [])]).toMatchObject([{ text: 'Kept?', answer: 'Yes.' }]);
  });

  it('does not recreate a conversation that another process has erased', async () => {
    const folder = await temporaryFolder();
    const { store } = openStore(folder);
    const conversationId = await keep(store, [['a', 'b']]);
    const conversation = await store.get(conversationId);
    await openStore(folder).store.erase(conversationId);
    if (conversation === undefined) throw new Error('not there');

    await expect(store.saveQuestion(conversation, question('c'))).rejects.toMatchObject({
      kind: 'notSaved',
    });
    expect(await readdir(folder)).toEqual([]);
    expect(await openStore(folder).store.get(conversationId)).toBeUndefined();
  });

  it('writes the same number of bytes for a turn, however long the conversation is', async () => {
    const folder = await temporaryFolder();
    const { store } = openStore(folder);
    const conversationId = await keep(store, Array(60).fill(['Same?', 'Same.']));
    const lines = (await readFile(store.file(conversationId).path, 'utf8')).trim().split('\n');

    expect(new Set(lines.slice(5).map((line) => line.length)).size).toBe(2);
  });
});
