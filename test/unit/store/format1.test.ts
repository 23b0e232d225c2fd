import { cp, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseJsonFile } from '@condenser/sidecar/chat/exportImport/jsonFile.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { turnsInOrder } from '@condenser/sidecar/store/conversation.ts';
import { ConversationIndex } from '@condenser/sidecar/store/conversationIndex.ts';
import { conversationIdOf } from '@condenser/sidecar/store/conversationStore.ts';
import { Drafts } from '@condenser/sidecar/store/drafts.ts';
import { readRecords } from '@condenser/sidecar/store/recordReader.ts';
import { describe, expect, it, vi } from 'vitest';
import { clock, keep, openStore, question, temporaryFolder } from './storeFixture.ts';

// One of these opens a file some thousand times.
vi.setConfig({ testTimeout: 120_000 });

/** A data folder that was written in format 1, its export, and what clients were shown of it. */
const FORMAT_1 = resolve(import.meta.dirname, '../../data/format1');
const { ids } = JSON.parse(await readFile(join(FORMAT_1, 'seen.json'), 'utf8')) as {
  ids: Readonly<Record<string, string>>;
};
const allIds = (await readdir(join(FORMAT_1, 'conversations'))).flatMap(
  (name) => conversationIdOf(name) ?? [],
);
const exported = await readFile(join(FORMAT_1, 'export.json'), 'utf8');

async function openFormat1() {
  const dataFolder = await temporaryFolder();
  await cp(FORMAT_1, dataFolder, { recursive: true });
  const folder = join(dataFolder, 'conversations');
  return { dataFolder, folder, ...openStore(folder) };
}

/** Asks a question in a conversation and answers it; returns the lines that this has appended. */
async function goOn(folder: string, conversationId: string): Promise<Record<string, unknown>[]> {
  const { store } = openStore(folder);
  const conversation = await store.get(conversationId);
  if (conversation === undefined) throw new Error('not there');
  const { path } = store.file(conversationId);
  const before = await readFile(path);
  const turn = question('And then?', conversation.lastTurnId);
  await store.saveQuestion(conversation, turn);
  Object.assign(turn, { answer: 'Then that.', stopReason: 'complete' });
  await store.saveAnswer(turn);
  const after = await readFile(path);
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
  const lines = after.subarray(before.length).toString().trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a conversation of disk format 1', () => {
  it.each(allIds)('is read without damage, with every turn of its export: %s', async (id) => {
    const { store, log } = await openFormat1();

    const conversation = await store.get(id);

    expect(conversation).toMatchObject({ conversationId: id, unreadableLines: 0 });
    expect(conversation?.damage).toBeUndefined();
    expect(log).toEqual([]);
    const inExport = parseJsonFile(exported).find((other) => other.conversationId === id);
    if (id === ids.trashed) expect(conversation?.deletedAt).toMatch(/^2024-/);
    else expect(conversation && turnsInOrder(conversation)).toMatchObject(inExport?.turns ?? ['']);
  });

  it('keeps what later prompts repeat: the user messages and the omitted turns', async () => {
    const { store } = await openFormat1();

    const [first] = turnsInOrder(await existing(store.get(ids.branches ?? '')));
    const last = turnsInOrder(await existing(store.get(ids.leftOut ?? ''))).at(-1);

    expect(first?.userMessage).toMatch(/^From add\.ts, lines 4 to 4:.*What is a closure\?$/s);
    expect(last?.omittedTurns).toBe(4);
  });

  it('goes on in format 2 behind a second header, written once, and is read whole', async () => {
    const { folder } = await openFormat1();
    const id = ids.branches ?? '';
    const before = await existing(openStore(folder).store.get(id));

    const first = await goOn(folder, id);
    const second = await goOn(folder, id);

    expect(first.map(({ type }) => type)).toEqual(['header', 'turnStarted', 'turnFinished']);
    const { createdAt, workspaceUri } = before;
    expect(first[0]).toMatchObject({ version: 2, conversationId: id, createdAt, workspaceUri });
    expect(second.map(({ type }) => type)).toEqual(['turnStarted', 'turnFinished']);
    const after = await existing(openStore(folder).store.get(id));
    expect(after.damage).toBeUndefined();
    const turns = turnsInOrder(after);
    expect(turns.slice(0, -2)).toEqual(turnsInOrder(before));
    expect(turns.slice(-2)).toMatchObject([{ text: 'And then?' }, { text: 'And then?' }]);
  });

  it('is not upgraded by a change that the disk refuses or that is taken back', async () => {
    const { folder, store } = await openFormat1();
    const id = ids.branches ?? '';
    const conversation = await existing(store.get(id));
    const { path } = store.file(id);
    const before = await readFile(path);

    const undo = await store.addFinished(conversation, [
      { ...question('Imported?'), stopReason: 'complete' },
    ]);
    await undo();

    expect((await readFile(path)).equals(before)).toBe(true);
    const [header] = await goOn(folder, id);
    expect(header).toMatchObject({ type: 'header', version: 2 });
  });

  it('takes the records that an older version still appends behind those of format 2', async () => {
    const { folder } = await openFormat1();
    const id = ids.interrupted ?? '';
    await goOn(folder, id);
    const { store } = openStore(folder);
    const { turnId } = question('');
    const records = [
      { type: 'asked', writer: 'older', turnId, text: 'Old?', createdAt: clock().toISOString() },
      { type: 'grew', writer: 'older', turnId, facts: { asking: 'Old, in full?', firstTurn: 1 } },
      { type: 'grew', writer: 'older', turnId, answer: { offset: 0, text: 'Ye' } },
      { type: 'ended', writer: 'older', turnId, answer: { offset: 2, text: 's.' } },
      { type: 'changed', writer: 'older', title: 'Named by the older one' },
    ];
    const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    await writeFile(store.file(id).path, text, { flag: 'a' });

    const conversation = await existing(store.get(id));

    expect(conversation.title).toBe('Named by the older one');
    expect(turnsInOrder(conversation).at(-1)).toMatchObject({
      ...{ text: 'Old?', answer: 'Yes.', userMessage: 'Old, in full?', omittedTurns: 1 },
    });
  });

  it('opens at every length of its file, with every whole line in it', async () => {
    const { folder, store } = await openFormat1();
    const id = ids.interrupted ?? '';
    const { path } = store.file(id);
    const bytes = await readFile(path);
    for (let length = 1; length <= bytes.length; length += 1) {
      await writeFile(path, bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).toString('latin1').split('\n').length - 1;
      const { records } = readRecords(bytes.subarray(0, length), 0);
      expect(records.length, `cut at ${length}`).toBeGreaterThanOrEqual(whole);
      const conversation = await existing(openStore(folder).store.get(id));
      expect(conversation.turns.size, `cut at ${length}`).toBe(
        records.filter(({ record }) => record.type === 'turnStarted').length,
      );
    }
  });
});

describe('beside the conversations of disk format 1', () => {
  it('the index of that version is replaced by one with the same summaries', async () => {
    const { dataFolder, store } = await openFormat1();
    const path = join(dataFolder, 'index.json');
    const before = JSON.parse(await readFile(path, 'utf8')) as {
      version: number;
      entries: Entry[];
    };
    for (const { summary, modified } of before.entries) {
      const file = store.file(summary.conversationId).path;
      await utimes(file, modified / 1000, modified / 1000);
    }
    const index = new ConversationIndex(store, path, silent);

    const summaries = await index.summaries();
    await index.close();

    // That version left out the unfinished turns of its own process.
    const expected = before.entries.map(({ summary }) => ({
      ...summary,
      unfinished: expect.any(Array),
    }));
    expect(byId(JSON.parse(JSON.stringify(summaries)))).toEqual(byId(expected));
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 3 });
  });

  it('the drafts of that version are found', async () => {
    const { dataFolder } = await openFormat1();
    const drafts = new Drafts(join(dataFolder, 'drafts'));

    expect(await drafts.get({ conversationId: ids.branches })).toMatchObject({
      draft: { text: 'And in Sw', context: [{ kind: 'text', text: 'attached' }] },
    });
    const { draft, otherDrafts } = await drafts.get({ workspaceUri: 'file:///home/ada/notes' });
    expect([draft, ...(otherDrafts ?? [])].map((one) => one?.text).sort()).toEqual([
      'From a page',
      '新的问题',
    ]);
  });
});

it('every new file says in its first record that it is of format 2', async () => {
  const { store } = openStore(await temporaryFolder());
  const { path } = store.file(await keep(store, [['a', 'b']]));

  const [header = ''] = (await readFile(path, 'utf8')).split('\n');

  expect(JSON.parse(header)).toMatchObject({
    ...{ type: 'header', format: 'condenser-conversation', version: 2 },
  });
});

interface Entry {
  readonly summary: { readonly conversationId: string };
  readonly modified: number;
}

const silent = createLogger(
  () => undefined,
  () => 'error',
  clock,
);

async function existing<Value>(found: Promise<Value | undefined>): Promise<Value> {
  const value = await found;
  if (value === undefined) throw new Error('not there');
  return value;
}

function byId<Summary extends { readonly conversationId: string }>(summaries: readonly Summary[]) {
  return new Map(summaries.map((summary) => [summary.conversationId, summary]));
}
