import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keep, openStore, question, temporaryFolder } from './storeFixture.ts';

/** Lets the next write write only so many bytes, as a full disk does. */
async function shortWrite(bytes: number): Promise<void> {
  const folder = await temporaryFolder();
  const handle = await open(join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const write = prototype.write;
  const spy = vi.spyOn(prototype, 'write').mockImplementationOnce(function (
    this: typeof handle,
    data: unknown,
  ) {
    return write.call(this, (data as Buffer).subarray(0, bytes) as never) as never;
  });
  onTestFinished(() => spy.mockRestore());
}

/** Lets the next sync fail. */
async function failingSync(): Promise<void> {
  const folder = await temporaryFolder();
  const handle = await open(join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const spy = vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error'));
  onTestFinished(() => spy.mockRestore());
}

async function openKept() {
  const folder = join(await temporaryFolder(), 'conversations');
  const { store, log } = openStore(folder);
  const conversationId = await keep(store, [['Kept?', 'Kept.']]);
  const conversation = await store.get(conversationId);
  if (conversation === undefined) throw new Error('not there');
  return {
    folder,
    store,
    log,
    conversationId,
    conversation,
    path: store.file(conversationId).path,
  };
}

/** A folder in place of the file refuses every write, even to root. */
async function whileRefusing(path: string, work: () => Promise<unknown>): Promise<void> {
  await rename(path, `${path}.away`);
  await mkdir(path);
  await work();
  await rm(path, { recursive: true });
  await rename(`${path}.away`, path);
}

const changes = [
  ['a rename', { title: 'Named', titleSource: 'person' }],
  ['a delete', { deletedAt: '2026-11-24T12:00:00.000Z' }],
  ['a restore', { deletedAt: null }],
  ['a model', { model: 'other' }],
  ['options', { options: { temperature: 0.1 } }],
] as const;

describe('a write that the disk refuses', () => {
  it.each(changes)(
    '%s is reported, and the next write does not make up for it',
    async (_, change) => {
      const { folder, store, conversation, conversationId, path } = await openKept();
      const before = { ...conversation };
      await whileRefusing(path, async () => {
        await expect(store.change(conversation, change)).rejects.toMatchObject({
          kind: 'notSaved',
        });
      });
      await store.get(conversationId);
      expect({ ...conversation }).toEqual(before);

      await store.saveQuestion(conversation, question('Next?', conversation.lastTurnId));

      const again = await openStore(folder).store.get(conversationId);
      expect(again?.title).toBeUndefined();
      expect(again?.model).toBeUndefined();
      expect(again?.options).toBeUndefined();
      expect(again?.deletedAt).toBeUndefined();
      expect(await readFile(path, 'utf8')).not.toContain('"conversationChanged"');
    },
  );

  it.each([1, 20, 80])('removes the %i bytes of a change that were written', async (bytes) => {
    const { folder, store, conversation, conversationId, path } = await openKept();
    const before = await readFile(path);
    await shortWrite(bytes);

    await expect(store.change(conversation, { title: 'Named' })).rejects.toMatchObject({
      kind: 'notSaved',
    });

    expect((await readFile(path)).equals(before)).toBe(true);
    expect(conversation.title).toBeUndefined();
    expect((await openStore(folder).store.get(conversationId))?.title).toBeUndefined();
  });

  it('removes a change of which only the newline is missing', async () => {
    const { folder, store, conversation, conversationId, path } = await openKept();
    const { size } = await stat(path);
    await store.change(conversation, { title: 'Named' });
    const length = (await stat(path)).size - size;
    await shortWrite(length - 1);

    await expect(store.change(conversation, { title: 'Other' })).rejects.toMatchObject({
      kind: 'notSaved',
    });

    await store.saveQuestion(conversation, question('Next?', conversation.lastTurnId));
    expect((await openStore(folder).store.get(conversationId))?.title).toBe('Named');
  });

  it('removes a change that could not be synced', async () => {
    const { folder, store, conversation, conversationId } = await openKept();
    await failingSync();

    await expect(store.change(conversation, { title: 'Named' })).rejects.toMatchObject({
      kind: 'notSaved',
    });

    expect((await openStore(folder).store.get(conversationId))?.title).toBeUndefined();
  });

  it('reports a question that was partly written, and writes it once with the next record', async () => {
    const { folder, store, conversation, conversationId } = await openKept();
    const turn = question('Next?', conversation.lastTurnId);
    await shortWrite(30);
    await expect(store.saveQuestion(conversation, turn)).rejects.toMatchObject({
      kind: 'notSaved',
    });
    turn.answer = 'Yes.';
    turn.stopReason = 'complete';
    await store.saveAnswer(turn);

    const again = await openStore(folder).store.get(conversationId);

    expect([...(again?.turns.values() ?? [])]).toMatchObject([{}, { answer: 'Yes.' }]);
    expect(again?.unreadableLines).toBe(0);
  });

  it('leaves no empty file of a new conversation behind', async () => {
    const { folder, store } = await openKept();
    const conversation = store.create({
      conversationId: randomUUID(),
      createdAt: '2026-11-24T12:00:00.000Z',
    });
    await shortWrite(0);

    await expect(store.saveQuestion(conversation, question('x'))).rejects.toThrow();

    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is logged once, in one line, and once more when it is over', async () => {
    const { store, log, conversation, path } = await openKept();
    const turn = question('Next?', conversation.lastTurnId);
    await whileRefusing(path, async () => {
      await expect(store.saveQuestion(conversation, turn)).rejects.toThrow();
      for (let index = 0; index < 20; index += 1) {
        await expect(store.change(conversation, { title: `${index}` })).rejects.toThrow();
      }
    });
    turn.stopReason = 'complete';
    await store.saveAnswer(turn);
    await store.change(conversation, { title: 'Named' });

    expect(log).toHaveLength(2);
    expect(log.join('').match(/\n/g)).toHaveLength(2);
  });

  it('adds imported turns together or not at all, and can take them back', async () => {
    const { folder, store, conversation, conversationId, path } = await openKept();
    const before = await readFile(path);
    const turns = ['One?', 'Two?'].map((text) => ({
      ...question(text),
      stopReason: 'complete' as const,
    }));
    const other = { conversationId: randomUUID(), createdAt: '2026-11-24T12:00:00.000Z' };
    await shortWrite(400);
    await expect(store.addFinished(conversation, turns)).rejects.toMatchObject({
      kind: 'notSaved',
    });
    expect((await readFile(path)).equals(before)).toBe(true);

    const undo = await store.addFinished(conversation, turns);
    const undoOther = await store.addFinished(other, turns);
    await undoOther();
    await undo();

    expect((await readFile(path)).equals(before)).toBe(true);
    expect((await store.get(conversationId))?.turns.size).toBe(1);
    expect(await store.get(other.conversationId)).toBeUndefined();
    expect(await readdir(folder)).toHaveLength(1);
  });
});
