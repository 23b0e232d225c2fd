import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { Trash } from '@condenser/sidecar/store/trash.ts';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './storeFixture.ts';

const DAY_MS = 86_400_000;
const start = Date.parse('2026-11-24T12:00:00.000Z');
const day = (days: number) => new Date(start + days * DAY_MS);
const silent = createLogger(
  () => undefined,
  () => 'error',
  () => day(0),
);

async function trash() {
  const folder = await temporaryFolder();
  const path = join(folder, 'trash.json');
  const trashed = [{ conversationId: 'a', deletedAt: day(0).toISOString() }];
  /** What is due at a start, by a clock that has reached this day. */
  const dueOn = (days: number) => new Trash(path, () => day(days), silent).due(trashed);
  return { path, dueOn };
}

describe('the trash', () => {
  it('erases after 30 days, once the clock has confirmed it for a day', async () => {
    const { dueOn } = await trash();
    expect(await dueOn(29.9)).toEqual([]);
    expect(await dueOn(30.1)).toEqual([]);
    expect(await dueOn(30.9)).toEqual([]);
    expect(await dueOn(31.2)).toEqual(['a']);
  });

  it.each([40, 400, 40_000])(
    'erases nothing when the clock is %i days ahead at one start',
    async (ahead) => {
      const { dueOn } = await trash();
      expect(await dueOn(ahead)).toEqual([]);
      expect(await dueOn(ahead)).toEqual([]);
      expect(await dueOn(1)).toEqual([]);
      expect(await dueOn(29)).toEqual([]);
      expect(await dueOn(30.5)).toEqual([]);
      expect(await dueOn(31.6)).toEqual(['a']);
    },
  );

  it('waits again when a clock that was ahead has been corrected', async () => {
    const { dueOn } = await trash();
    await dueOn(90);
    expect(await dueOn(40)).toEqual([]);
    expect(await dueOn(40.5)).toEqual([]);
    expect(await dueOn(41.1)).toEqual(['a']);
  });

  it('keeps a conversation deleted by a clock of 1970 for at least a day', async () => {
    const path = join(await temporaryFolder(), 'trash.json');
    const trashed = [{ conversationId: 'a', deletedAt: new Date(0).toISOString() }];
    const dueOn = (days: number) => new Trash(path, () => day(days), silent).due(trashed);
    expect(await dueOn(0)).toEqual([]);
    expect(await dueOn(1)).toEqual(['a']);
  });

  it.each([
    ['is damaged', (path: string) => writeFile(path, '{"version":1,"expiredSince":{"a":')],
    ['holds no times', (path: string) => writeFile(path, '{"version":1,"expiredSince":{"a":"x"}}')],
    ['is a folder', (path: string) => rm(path).then(() => mkdir(path))],
  ])('erases nothing when its file %s', async (_, damage) => {
    const { path, dueOn } = await trash();
    await dueOn(31);
    await damage(path);
    expect(await dueOn(33)).toEqual([]);
  });
});
