import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@condenser/sidecar/files/replaceFile.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keep, openStore, question, temporaryFolder } from './storeFixture.ts';

/** A disk that takes only so many bytes of the next write. */
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

/** A disk that fails while it makes the next write lasting. */
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

/** A folder in the place of the file: every write is refused, for root too. */
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

describe('what a disk refuses', () => {
  it.each(changes)('%s is not carried out by the next write', async (_, change) => {
    const { folder, store, conversation, conversationId, path } = await openKept();
    const before = { ...conversation };
    await whileRefusing(path, async () => {
      await expect(store.change(conversation, change)).rejects.toMatchObject({ kind: 'notSaved' });
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
  });

  it.each([1, 20, 80])('a change of which only %i bytes were written is none', async (bytes) => {
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

  it('a change that lacks only the end of its line is none', async () => {
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

  it('a change that was written and did not last is none', async () => {
    const { folder, store, conversation, conversationId } = await openKept();
    await failingSync();

    await expect(store.change(conversation, { title: 'Named' })).rejects.toMatchObject({
      kind: 'notSaved',
    });

    expect((await openStore(folder).store.get(conversationId))?.title).toBeUndefined();
  });

  it('a question of which a part was written is told as not saved, and is kept later, once', async () => {
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

  it('a new conversation leaves no empty file behind', async () => {
    const { folder, store } = await openKept();
    const conversation = store.create({
      conversationId: randomUUID(),
      createdAt: '2026-11-24T12:00:00.000Z',
    });
    await shortWrite(0);

    await expect(store.saveQuestion(conversation, question('x'))).rejects.toThrow();

    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is said once, in one line, and once that it is over', async () => {
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

  it('turns that were added together are added whole or not at all, and can be taken back', async () => {
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

describe('a file that is replaced', () => {
  it('is another file: one that reads the old one reads it whole', async () => {
    const path = join(await temporaryFolder(), 'index.json');
    await writeFile(path, 'old and long');
    const before = await stat(path);
    const reader = await open(path, 'r');
    onTestFinished(() => reader.close());

    await replaceFile(path, 'new');

    expect((await stat(path)).ino).not.toBe(before.ino);
    expect(await reader.readFile('utf8')).toBe('old and long');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('stays as it was when the new one cannot be written whole', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'index.json');
    await writeFile(path, 'old');
    await failingSync();

    await expect(replaceFile(path, 'new')).rejects.toThrow('EIO');

    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['index.json']);
  });
});
