import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatEvent } from '@condenser/protocol';
import { ConversationService } from '@condenser/sidecar/chat/conversationService.ts';
import { Inspector } from '@condenser/sidecar/chat/inspector.ts';
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

/** The service of a process on this folder, without a model, whose clock is days ahead. */
function openService(dataFolder: string, days: number): ConversationService {
  const now = () => new Date(clock().getTime() + days * DAY_MS);
  const service = new ConversationService({
    dataFolder,
    self: { id: 1, host: 'here', bootedAt: new Date(0), isAlive: () => false },
    chain: () => Promise.reject(new Error('no model')),
    catalogue: { choose: () => Promise.resolve('fake'), used: () => undefined },
    inspector: new Inspector(now, () => []),
    wording: () => wordingFor('en'),
    logger: silent,
    clock: now,
    newId: randomUUID,
    defaults: () => ({ strategy: 'history' }),
    titlesWanted: () => false,
  });
  onTestFinished(() => service.close());
  return service;
}

const list = { deleted: true, limit: 50 };

it('a watching process erases conversations that were deleted more than 30 days ago', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(join(folder, 'conversations'));
  const conversationId = await keep(store, [['Old?', 'Old.']]);
  const path = store.file(conversationId).path;
  await openService(folder, 0).conversations.delete(conversationId, false);

  for (const [days, exists] of [
    [29, true],
    [30.5, true],
    [31.6, false],
  ] as const) {
    const service = openService(folder, days);
    const erased = new Promise<void>((done) => {
      service.changes.subscribe(({ what }) => {
        if (what === 'erased') done();
      });
    });
    onTestFinished(service.watch());
    if (exists) await service.conversations.emptyTrash();
    else await erased;
    expect(existsSync(path), `after ${days} days`).toBe(exists);
  }
  expect((await openService(folder, 32).conversations.list(list)).conversations).toEqual([]);
});

it('a clock that is once 40 days ahead does not empty the trash', async () => {
  const folder = await temporaryFolder();
  const { store } = openStore(join(folder, 'conversations'));
  const conversationId = await keep(store, [['Old?', 'Old.']]);
  await openService(folder, 0).conversations.delete(conversationId, false);

  await openService(folder, 40).conversations.emptyTrash();
  const service = openService(folder, 1);
  await service.conversations.emptyTrash();

  expect((await service.conversations.list(list)).conversations).toMatchObject([
    { conversationId },
  ]);
  expect((await service.conversations.restore(conversationId)).deletedAt).toBeUndefined();
});

it('a turn is in its file before clients are told that it has finished', async () => {
  const folder = await temporaryFolder();
  const service = openService(folder, 0);
  const received: { event: ChatEvent; onDisk: string }[] = [];
  service.events.subscribe((event) => {
    const path = join(folder, 'conversations', `${event.conversationId}.jsonl`);
    received.push({ event, onDisk: readFileSync(path, 'utf8') });
  });

  await service.turns.send({ clientTurnId: randomUUID(), text: 'Kept?' });

  expect(received[0]?.onDisk).toContain('Kept?');
  const [finished] = received.filter(({ event }) => event.kind === 'finished');
  expect(finished?.onDisk).toMatch(/"type":"turnFinished".*"stopReason":"error"/);
});
