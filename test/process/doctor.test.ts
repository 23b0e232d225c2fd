import { readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeReply, FakeScript } from '../fakes/ollama/script.ts';
import { byId, examine, run } from './doctorVisit.ts';
import { startFake } from './starting.ts';

const answers = (fault: FakeReply['fault']): FakeScript => ({
  replies: [{ match: { path: '/api/version' }, times: 'always', ...(fault ? { fault } : {}) }],
});

describe('condenser doctor', () => {
  it('reports that everything is in order, and exits with 0', async () => {
    const fake = await startFake();
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(code).toBe(0);
    expect(json.ok).toBe(true);
    expect(json.findings.map(({ id }) => id)).toEqual([
      'condenser',
      'node',
      'settings',
      ...['folder.config', 'folder.data', 'folder.cache', 'folder.log'],
      'disk',
      'address',
      'ollama',
      'models',
      'model',
      'engine',
    ]);
    expect(byId(json.findings, 'model').found).toBe(
      'Questions are answered by fake:latest: it is the only chat model.',
    );
  });

  it('leaves no files in the folders that it checks', async () => {
    const { home } = await examine({});
    expect(readdirSync(home)).toEqual([]);
  });

  const wrong: readonly [string, FakeScript, string, RegExp][] = [
    ['a refused Host header', answers({ kind: 'status', status: 403 }), 'ollama', /Host header/],
    ['a web page', answers({ kind: 'htmlPage', status: 200 }), 'ollama', /not Ollama/],
    [
      'a redirect',
      answers({ kind: 'redirect', location: 'http://127.0.0.1:9/' }),
      'ollama',
      /redirects/,
    ],
    ['no models at all', { models: [] }, 'model', /no chat model/],
    [
      'only models that embed',
      { models: [{ name: 'nomic-embed:latest', capabilities: ['embedding'], family: 'bert' }] },
      'model',
      /no chat model/,
    ],
  ];

  it.each(wrong)('says what to do about %s, and exits with 1', async (_, script, id, found) => {
    const fake = await startFake(script);
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(code).toBe(1);
    expect(byId(json.findings, id)).toMatchObject({ level: 'problem' });
    expect(byId(json.findings, id).found).toMatch(found);
    expect(byId(json.findings, id).whatToDo).toBeTruthy();
  });

  it('names the pull command of a chosen model that is not installed', async () => {
    const fake = await startFake();
    const { code, json } = await examine({
      env: { OLLAMA_HOST: fake.url },
      args: ['--model', 'other:7b'],
    });
    expect(code).toBe(1);
    expect(byId(json.findings, 'model').whatToDo).toContain('ollama pull other:7b');
  });

  it('warns about an outdated Ollama', async () => {
    const fake = await startFake({ version: '0.5.4' });
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(code).toBe(0);
    expect(byId(json.findings, 'ollama')).toMatchObject({ level: 'warning' });
  });

  it('reports that nothing listens, and how to start Ollama', async () => {
    const { code, json } = await examine({ env: { OLLAMA_HOST: '127.0.0.1:9' } });
    expect(code).toBe(1);
    expect(byId(json.findings, 'ollama').found).toContain('ECONNREFUSED');
    expect(byId(json.findings, 'ollama').whatToDo).toContain('ollama serve');
  });

  it('stops waiting for a server that does not answer', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await new Promise((listening) => silent.once('listening', listening));
    const { port } = silent.address() as { port: number };
    const { json } = await examine({ env: { OLLAMA_HOST: `127.0.0.1:${port}` } });
    expect(byId(json.findings, 'ollama').found).toContain('did not answer within');
  });

  it('checks both addresses of localhost, and reports that it bypasses the proxy', async () => {
    const fake = await startFake();
    const { port } = new URL(fake.url);
    const { json } = await examine({
      env: { OLLAMA_HOST: `localhost:${port}`, HTTP_PROXY: 'http://127.0.0.1:9' },
    });
    expect(byId(json.findings, 'localhost').found).toContain('127.0.0.1 accepts connections');
    expect(byId(json.findings, 'proxy')).toMatchObject({ level: 'ok' });
    expect(byId(json.findings, 'ollama')).toMatchObject({ level: 'ok' });
  });

  it('names the invalid field of the settings, and runs the other checks', async () => {
    const fake = await startFake();
    const { code, json } = await examine({
      env: { OLLAMA_HOST: fake.url },
      settings: '{"strategy":"guess"}',
    });
    expect(code).toBe(1);
    expect(byId(json.findings, 'settings').found).toContain('"strategy"');
    expect(byId(json.findings, 'ollama')).toMatchObject({ level: 'ok' });
  });

  it('prints Chinese under a Chinese locale', async () => {
    const { stdout } = await run({ env: { LANG: 'zh_CN.UTF-8', OLLAMA_HOST: '127.0.0.1:9' } }, []);
    expect(stdout).toContain('[问题] http://127.0.0.1:9 没有 Ollama 应答');
    expect(stdout).toContain('→ 请用 ollama serve 启动它');
  });
});

it('the log file is readable only by its owner', async () => {
  const { home, stderr } = await run({ env: { OLLAMA_HOST: '127.0.0.1:9' } }, [
    '--log-level',
    'debug',
  ]);
  const file = join(home, 'condenser', 'condenser.log');
  expect(stderr).toContain('GET http://127.0.0.1:9/api/version');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('checks the data folder of --data-dir', async () => {
  const { json } = await examine({ args: ['--data-dir', '/dev/null/here'] });

  expect(byId(json.findings, 'folder.data')).toMatchObject({
    level: 'warning',
    facts: { path: '/dev/null/here' },
  });
});
