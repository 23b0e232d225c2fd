import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { ConversationIndex } from '@condenser/sidecar/store/conversationIndex.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../random.ts';
import { clock, keep, openStore, temporaryFolder } from './storeFixture.ts';

/** Replaces a good index by a damaged one. */
type Damage = (path: string, good: string) => unknown;

const text =
  (make: (good: string) => string): Damage =>
  (path, good) =>
    writeFile(path, make(good));
const instead =
  (make: (path: string) => unknown): Damage =>
  async (path) => {
    await rm(path);
    await make(path);
  };
const entries = (change: (entries: unknown[]) => unknown): Damage =>
  text((good) => {
    const index = JSON.parse(good) as { entries: unknown[] };
    return JSON.stringify({ ...index, entries: change(index.entries) });
  });

const damages: Readonly<Record<string, Damage>> = {
  'a folder': instead((path) => mkdir(path)),
  'a pipe': instead((path) => execFileSync('mkfifo', [path])),
  'a circular link': instead((path) => symlink(path, path)),
  'a dangling link': instead((path) => symlink(`${path}.gone`, path)),
  'a link to an endless device': instead((path) => symlink('/dev/zero', path)),
  'larger than memory': instead(async (path) => {
    await writeFile(path, '');
    await truncate(path, 2 ** 40);
  }),
  empty: text(() => ''),
  NULs: text((good) => '\0'.repeat(good.length)),
  'cut in half': text((good) => good.slice(0, good.length / 2)),
  'another document': text(() => '{"name":"package","version":"1.0.0"}'),
  'a list': text(() => '[]'),
  null: text(() => 'null'),
  'of an older version': text((good) => good.replace('"version":3', '"version":2')),
  'of a newer version': text((good) => good.replace('"version":3', '"version":4')),
  'without its checksum': text((good) => good.replace(/"checksum":"\w+",/, '')),
  'with another title': text((good) => good.replace('Where', 'There')),
  'with another id': text((good) => good.replace(/"conversationId":"./, '"conversationId":"x')),
  'with each entry twice': entries((all) => [...all, ...all]),
  'without an entry': entries((all) => all.slice(1)),
  'with entries that are not an array': entries(() => ({})),
  'with deep nesting': text((good) => good.replace('[', '['.repeat(100_000))),
  'with a size that is not a number': text((good) => good.replace(/"size":\d+/, '"size":"all"')),
};

async function open() {
  const parent = await temporaryFolder();
  const path = join(parent, 'index.json');
  const { store } = openStore(join(parent, 'conversations'));
  await keep(store, [['Where?', 'Here.']]);
  await keep(store, [['What?', 'This.']]);
  const log: string[] = [];
  const logger = createLogger(
    (line) => log.push(line),
    () => 'info',
    clock,
  );
  const read = async () => {
    const index = new ConversationIndex(store, path, logger);
    const summaries = await index.summaries();
    await index.close();
    return summaries.map(({ conversationId, title }) => `${conversationId} ${title}`).sort();
  };
  return { path, log, expected: await read(), read, good: await readFile(path, 'utf8') };
}

describe('an index', () => {
  it.each(Object.entries(damages))('is rebuilt when damaged: %s', async (_, damage) => {
    const { path, expected, read, good } = await open();
    await damage(path, good);

    expect(await read()).toEqual(expected);
    expect(await read()).toEqual(expected);
  });

  it.each(seeds(30))('is rebuilt when bits have flipped (%i)', async (seed) => {
    const { path, expected, read, good } = await open();
    const random = new Random(seed);
    const bytes = Buffer.from(good);
    const at = random.integer(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
    await writeFile(path, bytes);

    expect(await read()).toEqual(expected);
  });

  it('is used when intact: the files are not read again', async () => {
    const { path, expected, read, good } = await open();
    const { mtimeMs } = await stat(path);
    expect(await read()).toEqual(expected);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);
    expect(await readFile(path, 'utf8')).toBe(good);
  });
});
