import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scene } from './scene.ts';
import { startFake } from './starting.ts';
import { openSession, startWeb, WebClient } from './webClient.ts';

/** Waits until the server has handled the close of the other page. */
async function roundTrips(page: WebClient): Promise<void> {
  for (let trip = 0; trip < 3; trip += 1) await page.request('settings/get');
}

test('a turn continues when its page is closed, and the next page sees its end', async () => {
  const fake = await startFake({ otherwise: { tokens: scene.answer, hold: [1] } });
  const web = await startWeb({ host: fake.url });
  const secret = await openSession(web);
  const [asking, watching] = [await WebClient.open(web, secret), await WebClient.open(web, secret)];
  asking.send({
    jsonrpc: '2.0',
    id: 'question',
    method: 'chat/send',
    params: { clientTurnId: randomUUID(), text: scene.question },
  });
  const { request } = await fake.log.waitFor('held');

  await asking.leave();
  await roundTrips(watching);
  fake.release(request);

  const isEnd = (event: unknown) => (event as { kind: string }).kind === 'finished';
  expect(await watching.notified('chat/event', isEnd)).toMatchObject({
    stopReason: 'complete',
    answerLength: scene.answer.join('').length,
  });
  expect(fake.log.of('closedByClient')).toEqual([]);
});

test('the pull of a model continues when its page is closed', async () => {
  const lines = [{ status: 'pulling manifest' }, { status: 'writing manifest' }];
  const fake = await startFake({
    replies: [
      { match: { path: '/api/pull' }, lines: [...lines, { status: 'success' }], hold: [1] },
    ],
  });
  const web = await startWeb({ host: fake.url });
  const secret = await openSession(web);
  const [asking, watching] = [await WebClient.open(web, secret), await WebClient.open(web, secret)];
  asking.send({ jsonrpc: '2.0', id: 'pull', method: 'model/pull', params: { model: 'big:7b' } });
  const { request } = await fake.log.waitFor('held');

  await asking.leave();
  await roundTrips(watching);
  const { result } = await watching.request('model/transfers');
  expect(result).toMatchObject({ transfers: [{ model: 'big:7b' }] });
  fake.release(request);

  await watching.notified('model/changed', () => true);
  const { result: listed } = await watching.request('model/list');
  expect(JSON.stringify(listed)).toContain('"big:7b"');
  expect(fake.log.of('closedByClient')).toEqual([]);
});

test('the start of the built-in engine continues when its page is closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-held-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Fake npm and python3 that run until they are released, and record their end.
  const program = [
    '#!/bin/sh',
    'case "$*" in *--version*) echo 10.0.0; exit 0 ;; esac',
    `trap 'echo killed >>${folder}/ended; exit 1' TERM HUP INT`,
    `echo started >>${folder}/started`,
    `while [ ! -e ${folder}/release ]; do sleep 0.05; done`,
    `echo released >>${folder}/ended`,
    'exit 1',
  ];
  for (const name of ['npm', 'python3']) {
    writeFileSync(join(folder, name), `${program.join('\n')}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const fake = await startFake();
  const web = await startWeb({ host: fake.url, env: { PATH: `${folder}:/usr/bin:/bin` } });
  const secret = await openSession(web);
  const [asking, watching] = [await WebClient.open(web, secret), await WebClient.open(web, secret)];
  asking.send({ jsonrpc: '2.0', id: 'start', method: 'builtin/start', params: { fetch: true } });
  await untilWritten(join(folder, 'started'));

  await asking.leave();
  await roundTrips(watching);
  writeFileSync(join(folder, 'release'), '');

  await untilWritten(join(folder, 'ended'));
  expect(readFileSync(join(folder, 'ended'), 'utf8')).not.toContain('killed');
});

/** Polls, because another program writes the file. */
async function untilWritten(file: string): Promise<void> {
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: 50_000, interval: 20 });
}
