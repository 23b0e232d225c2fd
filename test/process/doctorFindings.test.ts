import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import type { FakeModel, FakeReply } from '../fakes/ollama/script.ts';
import { byId, examine, run } from './doctorVisit.ts';
import { startFake, startRecorder, startSidecar } from './starting.ts';

const UNREACHABLE = '127.0.0.1:9';

describe('the address of Ollama', () => {
  it.each([
    [
      'flag',
      ['--ollama-host', UNREACHABLE],
      { OLLAMA_HOST: '127.0.0.1:10' },
      { ollamaHost: '::1' },
    ],
    ['environment', [], { OLLAMA_HOST: UNREACHABLE }, { ollamaHost: '127.0.0.1:10' }],
    ['settings', [], {}, { ollamaHost: UNREACHABLE }],
  ] as const)('comes from the %s', async (source, args, env, settings) => {
    const { json } = await examine({ args, env, settings: JSON.stringify(settings) });
    expect(byId(json.findings, 'address')).toMatchObject({
      level: 'ok',
      facts: { host: `http://${UNREACHABLE}`, source },
    });
  });

  it('is the default when none is set', async () => {
    const { json } = await examine({});
    const { facts } = byId(json.findings, 'address');
    expect(facts).toEqual({ host: 'http://127.0.0.1:11434', source: 'default' });
  });

  it('that is invalid is a problem, and the other checks still run', async () => {
    const { code, json } = await examine({ env: { OLLAMA_HOST: 'two words' } });
    expect(code).toBe(1);
    expect(byId(json.findings, 'address')).toMatchObject({ level: 'problem' });
    expect(json.findings.at(-1)?.id).toBe('engine');
  });

  it('distinguishes an unknown host name from a closed port', async () => {
    const { json } = await examine({ env: { OLLAMA_HOST: 'http://ollama.invalid:11434' } });
    expect(byId(json.findings, 'ollama').found).toMatch(
      /does not know the host name .*\((ENOTFOUND|EAI_AGAIN)/,
    );
  });
});

describe('a proxy', () => {
  const password = 'http://person:secret@127.0.0.1:9';
  const http = 'http://ollama.invalid:11434';
  const https = 'https://ollama.invalid';

  it.each([
    ['of http is not used for this machine', UNREACHABLE, { HTTP_PROXY: password }, 'ok'],
    ['of http stands before another host', http, { HTTP_PROXY: password }, 'warning'],
    ['of http stands before https, too', https, { http_proxy: password }, 'warning'],
    ['of https stands before https', https, { HTTPS_PROXY: password }, 'warning'],
    ['of https has nothing to do with http', http, { HTTPS_PROXY: password }, undefined],
    ['is excepted by name', http, { HTTP_PROXY: password, NO_PROXY: 'a,ollama.invalid' }, 'ok'],
    ['is excepted by domain', http, { HTTP_PROXY: password, no_proxy: '.invalid' }, 'ok'],
    [
      'is not excepted at a port',
      http,
      { HTTP_PROXY: password, NO_PROXY: '.invalid:1' },
      'warning',
    ],
  ] as const)('%s', async (_, host, env, level) => {
    const { json, stdout } = await examine({ env: { OLLAMA_HOST: host, ...env } });
    expect(json.findings.find(({ id }) => id === 'proxy')?.level).toBe(level);
    expect(stdout).not.toContain('secret');
  });

  it('that rejects the request is named instead of Ollama', async () => {
    const proxy = await startRecorder();
    const { code, json } = await examine({ env: { OLLAMA_HOST: http, HTTP_PROXY: proxy.url } });
    expect(code).toBe(1);
    expect(byId(json.findings, 'proxy')).toMatchObject({
      found: expect.stringContaining(`through ${proxy.url}`),
      whatToDo: expect.stringContaining('NO_PROXY'),
    });
    expect(byId(json.findings, 'ollama').found).toContain('the proxy answered 403');
  });
});

describe('the server', () => {
  const at = (path: string, more: Partial<FakeReply>): FakeReply => ({
    match: { path },
    times: 'always',
    ...more,
  });

  it('is not Ollama if it reports no version', async () => {
    const fault = { kind: 'status', status: 200, body: '{}' } as const;
    const fake = await startFake({ replies: [at('/api/version', { fault })] });
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(code).toBe(1);
    expect(byId(json.findings, 'ollama').found).toContain('is not Ollama');
  });

  it('stops waiting for a server that does not list its models', async () => {
    const fake = await startFake({ replies: [at('/api/tags', { hold: ['headers'] })] });
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(code).toBe(1);
    expect(byId(json.findings, 'models')).toMatchObject({
      level: 'problem',
      found: expect.stringContaining('did not answer within'),
    });
  });

  it('removes control characters and newlines from the name of a model', async () => {
    const fake = await startFake({ models: [{ name: 'a\u001b[2Jb\u009b1mc\n[ok] d' }] });
    const { stdout } = await run({ env: { OLLAMA_HOST: fake.url } }, []);
    expect(stdout).toContain('Models: abc [ok] d\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
    expect(stdout).not.toMatch(/[\u001b\u009b]/);
  });
});

describe('the model that answers', () => {
  const embedding: FakeModel = {
    name: 'embed:latest',
    capabilities: ['embedding'],
    family: 'bert',
  };
  const unknown: FakeModel = { name: 'new:latest', capabilities: ['embedding'], family: 'new' };
  const cloud: FakeModel = { name: 'big:cloud', remoteHost: 'https://ollama.com:443' };
  const one: FakeModel = { name: 'one:latest' };
  const two: FakeModel = { name: 'two:latest' };
  const loaded: FakeModel = { name: 'three:latest', loadedContext: 4096 };

  it.each([
    [
      'it is the model that was set',
      [one, two],
      ['--model', 'two'],
      'ok',
      'by two: it is the model',
    ],
    ['is the one that is loaded', [one, loaded], [], 'ok', 'by three:latest: it is loaded'],
    [
      'it is the only chat model',
      [one, embedding, cloud],
      [],
      'ok',
      'by one:latest: it is the only',
    ],
    ['is asked for where there are two', [one, two], [], 'warning', 'No model is selected'],
    ['is none in the cloud unasked', [cloud], [], 'problem', 'no chat model'],
    [
      'is in the cloud only with a warning',
      [cloud],
      ['--model', 'big:cloud'],
      'warning',
      'leave this machine',
    ],
    ['is none that cannot chat', [unknown], ['--model', 'new'], 'problem', 'new cannot chat'],
  ] as const)('%s', async (_, models, args, level, found) => {
    const fake = await startFake({ models });
    const { code, json } = await examine({ env: { OLLAMA_HOST: fake.url }, args });
    const model = byId(json.findings, 'model');
    expect(model).toMatchObject({ level, found: expect.stringContaining(found) });
    expect(model.whatToDo === undefined).toBe(level === 'ok');
    expect(code).toBe(level === 'problem' ? 1 : 0);
  });

  it('is listed with the others, which are marked', async () => {
    const fake = await startFake({ models: [one, embedding, cloud] });
    const { json } = await examine({ env: { OLLAMA_HOST: fake.url } });
    expect(byId(json.findings, 'models').found).toBe(
      'Models: big:cloud (cloud), embed:latest (no chat), one:latest',
    );
  });
});

describe('without Ollama, the built-in engine', () => {
  it.each([
    ['answers where it is asked for', ['--builtin'], 0, 'warning'],
    ['replaces no address that was said', ['--builtin-fallback'], 1, 'problem'],
    ['helps nothing where it is forbidden', ['--no-builtin'], 1, 'problem'],
  ] as const)('%s', async (_, args, exit, level) => {
    const { code, json } = await examine({ env: { OLLAMA_HOST: UNREACHABLE }, args });
    expect([code, byId(json.findings, 'ollama').level]).toEqual([exit, level]);
  });

  it.each([
    ['en', /smollm2:135m .*only in English.*cannot rewrite a follow-up/],
    ['zh_CN.UTF-8', /smollm2:135m 只是.*只会用英语.*不会把追问改写/],
  ])('comes with a model whose limits are named (%s)', async (locale, limits) => {
    const { json } = await examine({ env: { LC_ALL: locale } });
    expect(byId(json.findings, 'engine').found).toMatch(limits);
  });

  it('answers for npm start when no address is set', async () => {
    const { json } = await examine({ args: ['--builtin-fallback'] });
    // There may be an Ollama at the default address; without one there would be a problem.
    expect(byId(json.findings, 'ollama').level).not.toBe('problem');
  });
});

test('a folder that cannot be created is a warning with advice', async () => {
  const { code, json } = await examine({ env: { XDG_CACHE_HOME: '/dev/null' } });
  expect(code).toBe(1);
  expect(byId(json.findings, 'folder.cache')).toMatchObject({
    level: 'warning',
    whatToDo: expect.any(String),
  });
  expect(byId(json.findings, 'folder.data')).toMatchObject({ level: 'ok' });
});

test('the log file contains messages only at trace', async () => {
  const fake = await startFake({ models: [{ name: 'fake:latest' }] });
  const logOf = async (level: string) => {
    const state = mkdtempSync(join(tmpdir(), 'condenser-state-'));
    onTestFinished(() => rmSync(state, { recursive: true, force: true }));
    const sidecar = await startSidecar({
      fake,
      args: ['--log-level', level],
      env: { XDG_STATE_HOME: state },
      settings: { headers: { Authorization: 'Bearer opensesame' } },
    });
    await sidecar.ask('What is a marmot?');
    await sidecar.leave();
    return readFileSync(join(state, 'condenser', 'condenser.log'), 'utf8');
  };

  const [trace, debug] = [await logOf('trace'), await logOf('debug')];
  expect(trace).toContain('"method":"chat/send"');
  expect(trace).toContain('marmot');
  expect(debug).toContain('POST');
  expect(debug).not.toContain('marmot');
  expect(trace + debug).not.toContain('opensesame');
});

test('a log that is not writable breaks nothing, and is reported once', async () => {
  const state = mkdtempSync(join(tmpdir(), 'condenser-state-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  writeFileSync(join(state, 'condenser'), 'in the way');
  const env = { OLLAMA_HOST: UNREACHABLE, XDG_STATE_HOME: state };
  const { stdout, stderr } = await run({ env, args: ['--log-level', 'debug'] }, []);
  expect(stdout).toContain('does not answer');
  expect(stderr).toContain('GET http://127.0.0.1:9/api/version');
  expect(stderr.split('the log file cannot be written')).toHaveLength(2);
});
