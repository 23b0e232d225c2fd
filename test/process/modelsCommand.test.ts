import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { runToEnd } from './runToEnd.ts';
import { startFake } from './starting.ts';

const bundle = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');

function models(
  fake: FakeOllama,
  args: readonly string[],
  locale = 'C',
  onStderr: (text: string) => void = () => undefined,
) {
  const home = mkdtempSync(join(tmpdir(), 'condenser-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: home, LC_ALL: locale, OLLAMA_HOST: fake.url };
  return runToEnd(process.execPath, [bundle, 'models', ...args], { env, onStderr });
}

test('models list prints a table, or JSON', async () => {
  const script = { models: [{ name: 'a:7b', loadedContext: 4096 }, { name: 'b:1b' }] };
  const fake = await startFake(script);

  const { code, stdout } = await models(fake, []);
  expect(code).toBe(0);
  expect(stdout.split('\n')[1]).toMatch(/^a:7b\s+98\.4 MB\s+134\.52M\s+Q4_1\s+8192\s+loaded$/);

  const asJson = await models(fake, ['list', '--json']);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ models: [{ name: 'a:7b' }, { name: 'b:1b' }] });
});

test('models pull shows its progress on stderr and the result on stdout', async () => {
  const layer = { status: 'pulling a', digest: 'sha256:a', total: 2000 };
  const lines = [layer, { ...layer, completed: 2000 }, { status: 'success' }];
  const reply = { match: { path: '/api/pull' }, lines };
  const fake = await startFake({ replies: [{ ...reply, hold: [2] }, reply] });

  const whole = 'new:1b：下载中  100 %  2 kB / 2 kB';
  const { code, stdout, stderr } = await models(fake, ['pull', 'new:1b'], 'zh_CN.UTF-8', (text) => {
    // Progress is throttled; a last step is always reported.
    for (const { request } of text.includes(whole) ? fake.log.of('held') : [])
      fake.release(request);
  });
  expect([code, stdout]).toEqual([0, 'new:1b：完成（98.4 MB）\n']);
  expect(stderr).toContain(whole);

  const asJson = await models(fake, ['pull', 'new:1b', '--json']);
  expect(JSON.parse(asJson.stdout)).toEqual({ model: 'new:1b', size: 98_363_007 });
});

test('models pull of an unknown model fails with advice', async () => {
  const fault = {
    kind: 'errorLine',
    after: 0,
    error: 'pull model manifest: file does not exist',
  } as const;
  const fake = await startFake({ replies: [{ match: { path: '/api/pull' }, lines: [], fault }] });
  const { code, stdout, stderr } = await models(fake, ['pull', 'nothing']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Check the name');
});

test('models rm deletes nothing without confirmation', async () => {
  const fake = await startFake();
  expect(await models(fake, ['rm', 'fake'])).toMatchObject({ code: 1, stdout: '' });
  expect(fake.log.of('request').some(({ method }) => method === 'DELETE')).toBe(false);
  const agreed = await models(fake, ['rm', 'fake', '--yes']);
  expect(agreed).toMatchObject({ code: 0, stdout: 'fake:latest was deleted (98.4 MB).\n' });
});
