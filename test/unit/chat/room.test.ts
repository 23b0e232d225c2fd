import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatEvent } from '@condenser/protocol';
import { ConversationRoom } from '@condenser/sidecar/chat/conversationRoom.ts';
import { Inspections } from '@condenser/sidecar/chat/inspections.ts';
import { wordingFor } from '@condenser/sidecar/i18n/wording.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { expect, it, onTestFinished } from 'vitest';
import { clock, keep, openStore, temporaryFolder } from '../store/storeFixture.ts';

const DAY_MS = 86_400_000;
const silent = createLogger(
  () => undefined,
  () => 'error',
  clock,
);

/** The room of a process on this folder whose clock is so many days ahead, and that has no model. */
function openRoom(dataFolder: string, days: number): ConversationRoom {
  const now = () => new Date(clock().getTime() + days * DAY_MS);
  const room = new ConversationRoom({
    dataFolder,
    self: { id: 1, host: 'here', bootedAt: new Date(0), isAlive: () => false },
    chain: () => Promise.reject(new Error('there is no model')),
    catalogue: { choose: () => Promise.resolve('fake'), used: () => undefined },
    inspections: new Inspections(now, () => []),
    wording: () => wordingFor('en'),
    logger: silent,
    clock: now,
    newId: randomUUID,
    defaults: () => ({ strategy: 'history' }),
    titlesWanted: () => false,
  });
  onTestFinished(() => room.close());
  return room;
}

const list = { deleted: true, limit: 50 };

it('a process that watches empties the trash of what was deleted 30 days ago', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(join(folder, 'conversations'));
  const conversationId = await keep(store, [['Old?', 'Old.']]);
  const path = store.file(conversationId).path;
  await openRoom(folder, 0).archive.delete(conversationId, false);

  for (const [days, isThere] of [
    [29, true],
    [30.5, true],
    [31.6, false],
  ] as const) {
    const room = openRoom(folder, days);
    const erased = new Promise<void>((done) => {
      room.changes.subscribe(({ what }) => {
        if (what === 'erased') done();
      });
    });
    onTestFinished(room.watch());
    if (isThere) await room.archive.emptyTrash();
    else await erased;
    expect(existsSync(path), `after ${days} days`).toBe(isThere);
  }
  expect((await openRoom(folder, 32).archive.list(list)).conversations).toEqual([]);
});

it('a clock that is 40 days ahead at one start costs nothing of the trash', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(join(folder, 'conversations'));
  const conversationId = await keep(store, [['Old?', 'Old.']]);
  await openRoom(folder, 0).archive.delete(conversationId, false);

  await openRoom(folder, 40).archive.emptyTrash();
  const room = openRoom(folder, 1);
  await room.archive.emptyTrash();

  expect((await room.archive.list(list)).conversations).toMatchObject([{ conversationId }]);
  expect((await room.archive.restore(conversationId)).deletedAt).toBeUndefined();
});

it('a turn is in its file before anybody hears that it has finished', async () => {
  const folder = await temporaryFolder();
  const room = openRoom(folder, 0);
  const heard: { event: ChatEvent; onDisk: string }[] = [];
  room.events.subscribe((event) => {
    const path = join(folder, 'conversations', `${event.conversationId}.jsonl`);
    heard.push({ event, onDisk: readFileSync(path, 'utf8') });
  });

  await room.conversations.send({ clientTurnId: randomUUID(), text: 'Kept?' });

  expect(heard[0]?.onDisk).toContain('Kept?');
  const [finished] = heard.filter(({ event }) => event.kind === 'finished');
  expect(finished?.onDisk).toMatch(/"type":"turnFinished".*"stopReason":"error"/);
});
