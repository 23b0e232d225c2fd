import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { turnsInOrder } from '@condenser/sidecar/store/conversation.ts';
import { readRecords } from '@condenser/sidecar/store/recordReader.ts';
import { expect, it, vi } from 'vitest';
import { Random, seeds } from '../random.ts';
import { keep, openStore, question, temporaryFolder } from './storeFixture.ts';

// Each of these opens a file some thousand times.
vi.setConfig({ testTimeout: 120_000 });

const exchanges = [
  ['What is a closure? 闭包是什么？', 'A function with its surroundings 👩‍💻.'],
  ['And in Kotlin?', 'The same, and `it` beside.'],
] as const;

async function smallFile() {
  const folder = await temporaryFolder();
  const conversationId = await keep(openStore(folder).store, exchanges);
  const path = openStore(folder).store.file(conversationId).path;
  return { folder, conversationId, path, bytes: await readFile(path) };
}

it('opens a file that was cut at any length, with every whole line in it', async () => {
  const { folder, conversationId, path, bytes } = await smallFile();
  for (let length = 0; length <= bytes.length; length += 1) {
    await writeFile(path, bytes.subarray(0, length));
    const whole = bytes.subarray(0, length).toString('latin1').split('\n').length - 1;
    const conversation = await openStore(folder).store.get(conversationId);
    const { records } = readRecords(bytes.subarray(0, length), 0);
    expect(records.length, `cut at ${length}`).toBeGreaterThanOrEqual(whole);
    expect(conversation?.turns.size, `cut at ${length}`).toBe(
      records.filter(({ record }) => record.type === 'turnStarted').length,
    );
  }
});

it('appends to a file that was cut at any length, and loses no whole line', async () => {
  const { folder, conversationId, path, bytes } = await smallFile();
  for (let length = 1; length <= bytes.length; length += 7) {
    const cut = bytes.subarray(0, length);
    await writeFile(path, cut);
    const { store } = openStore(folder);
    const conversation = await store.get(conversationId);
    if (conversation === undefined) throw new Error(`not there, cut at ${length}`);
    await store.saveQuestion(conversation, question('And now?', conversation.lastTurnId));

    const after = await readFile(path);
    expect(after.subarray(0, length).equals(cut), `cut at ${length}`).toBe(true);
    const again = await openStore(folder).store.get(conversationId);
    expect(again && turnsInOrder(again).at(-1)?.text, `cut at ${length}`).toBe('And now?');
  }
});

it.each(seeds(40))(
  'opens a large file with flipped bits, and keeps each intact line (%i)',
  async (seed) => {
    const folder = await temporaryFolder();
    const many = Array.from(
      { length: 60 },
      (_, index) => [`Question ${index}?`, `回答 ${index} 🙂`] as const,
    );
    const { store } = openStore(folder);
    const conversationId = await keep(store, many);
    const { path } = store.file(conversationId);
    const bytes = await readFile(path);
    const random = new Random(seed);
    const damaged = new Set<number>();
    for (let flip = 0; flip < 12; flip += 1) {
      const at = random.integer(0, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
      damaged.add(at);
    }
    await writeFile(path, bytes);

    const { store: reader } = openStore(folder);
    const conversation = await reader.get(conversationId);

    const good = goodQuestions(await readFile(path), damaged);
    const texts = new Set([...(conversation?.turns.values() ?? [])].map(({ text }) => text));
    expect(good.filter((text) => !texts.has(text))).toEqual([]);
  },
);

/** The questions of the lines that no flip has touched, nor the newline before them. */
function goodQuestions(bytes: Buffer, damaged: ReadonlySet<number>): string[] {
  const good: string[] = [];
  let start = 0;
  for (const line of bytes.toString('latin1').split('\n')) {
    const touched = [...damaged].some((at) => at >= start - 1 && at <= start + line.length);
    const match = /^\{"type":"turnStarted".*"text":"(Question \d+\?)"/.exec(line);
    if (!touched && match?.[1]) good.push(match[1]);
    start += line.length + 1;
  }
  return good;
}

it('reads two records that have lost the newline between them, and reports a damaged line', async () => {
  const { folder, conversationId, path, bytes } = await smallFile();
  const newline = bytes.indexOf('\n', bytes.indexOf('\n') + 1);
  bytes[newline] = 0x21;
  await writeFile(path, bytes);

  const { store, log } = openStore(folder);
  const conversation = await store.get(conversationId);

  expect([...(conversation?.turns.values() ?? [])].map(({ answer }) => answer)).toEqual(
    exchanges.map(([, answer]) => answer),
  );
  expect(conversation?.unreadableLines).toBe(1);
  await store.get(conversationId);
  expect(log).toHaveLength(1);
});

it('marks a gap where a piece of an answer is damaged, with the rest in place', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(folder);
  const conversationId = await keep(store, []);
  const conversation = store.create({ conversationId, createdAt: '2026-11-24T12:00:00.000Z' });
  const turn = question('Count.');
  await store.saveQuestion(conversation, turn);
  const grown = (offset: number, text: string) =>
    `${JSON.stringify({ type: 'delta', writer: 'x', turnId: turn.turnId, answer: { offset, text } })}\n`;
  await appendFile(
    store.file(conversationId).path,
    `${grown(0, 'one ')}nonsense\n${grown(8, 'three')}`,
  );

  const again = await openStore(folder).store.get(conversationId);

  expect(again?.turns.get(turn.turnId)?.answer).toBe('one …   three');
});

it.each([
  ['one', 35_000, 0],
  ['two, with thinking', 3_000_000, 2_000_000],
])('takes an answer longer than the file before it as valid (%s)', async (_, answered, thought) => {
  const folder = await temporaryFolder();
  const { store } = openStore(folder);
  const conversationId = await keep(store, [['Hello?', 'Hi.']]);
  const conversation = store.create({ conversationId, createdAt: '2026-11-24T12:00:00.000Z' });
  const turn = question('And now?');
  await store.saveQuestion(conversation, turn);
  const { path } = store.file(conversationId);
  const answer = '闭'.repeat(answered);
  const ended = {
    type: 'turnFinished',
    writer: 'x',
    turnId: turn.turnId,
    stopReason: 'complete',
    answer: { offset: 0, text: answer },
    thinking: { offset: 0, text: 'y'.repeat(thought) },
    answerLength: answered,
    thinkingLength: thought,
  };
  await appendFile(path, `${JSON.stringify(ended)}\n`);

  const again = await openStore(folder).store.get(conversationId);

  expect(again).toMatchObject({ unreadableLines: 0, damage: undefined });
  expect(again?.turns.get(turn.turnId)?.answer).toBe(answer);
});

it('refuses to write to a file of a newer version', async () => {
  const { folder, conversationId, path, bytes } = await smallFile();
  await writeFile(path, bytes.toString().replace('"version":2', '"version":3'));
  const { store } = openStore(folder);
  const conversation = await store.get(conversationId);
  if (conversation === undefined) throw new Error('not there');

  await expect(store.saveQuestion(conversation, question('Hm?'))).rejects.toMatchObject({
    kind: 'notSaved',
  });
});

it('stops writing to a file that a newer version has appended to', async () => {
  const { folder, conversationId, path, bytes } = await smallFile();
  const { store } = openStore(folder);
  await store.get(conversationId);
  const [header = ''] = bytes.toString().split('\n');
  await appendFile(path, `${header.replace('"version":2', '"version":3')}\n`);

  const conversation = await store.get(conversationId);

  expect(conversation?.damage).toEqual({ kind: 'newerVersion', detail: '3' });
  if (conversation === undefined) throw new Error('not there');
  await expect(store.saveQuestion(conversation, question('Hm?'))).rejects.toMatchObject({
    kind: 'notSaved',
  });
});
