import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErrorCode, ModelCreateRequest } from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { startFake, startSidecar } from './starting.ts';

/** A folder with these files, removed after the test. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-create-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function digest(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function asked(fake: FakeOllama, method: string, path: RegExp) {
  return fake.log.of('request').filter((event) => event.method === method && path.test(event.path));
}

test('files are uploaded by checksum, once each, and named in the request', async () => {
  const [weights, adapter] = ['GGUF weights', 'GGUF adapter'];
  const folder = folderOf({ 'my.gguf': weights, 'lora.gguf': adapter });
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  const params = {
    model: 'mine',
    path: join(folder, 'my.gguf'),
    adapter: join(folder, 'lora.gguf'),
    system: 'Be kind.',
    parameters: { temperature: 0.2, stop: ['a', 'b'] },
    quantize: 'q4_K_M',
  };

  expect(await sidecar.request(ModelCreateRequest, params)).toMatchObject({ model: 'mine:latest' });
  await sidecar.request(ModelCreateRequest, { ...params, model: 'again' });

  expect(asked(fake, 'POST', /blobs/).map(({ path }) => path)).toEqual([
    `/api/blobs/${digest(weights)}`,
    `/api/blobs/${digest(adapter)}`,
  ]);
  const [first] = asked(fake, 'POST', /create/);
  expect(first?.body).toEqual({
    model: 'mine',
    system: 'Be kind.',
    parameters: { temperature: 0.2, stop: ['a', 'b'] },
    quantize: 'q4_K_M',
    files: { 'my.gguf': digest(weights) },
    adapters: { 'lora.gguf': digest(adapter) },
    stream: true,
  });
});

test('only weights and their configuration are uploaded from a folder', async () => {
  const files = { 'model.safetensors': 'w', 'config.json': '{}', 'tokenizer.model': 't' };
  const folder = folderOf({ ...files, 'README.md': 'no', 'old.gguf': 'GGUF' });
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });

  await sidecar.request(ModelCreateRequest, { model: 'mine', path: folder });

  const [request] = asked(fake, 'POST', /create/);
  const digests = Object.entries(files).map(([name, text]) => [name, digest(text)]);
  expect(request?.body).toMatchObject({ files: Object.fromEntries(digests) });
  expect(asked(fake, 'POST', /blobs/)).toHaveLength(digests.length);
});

test.each<[string, object, string, number]>([
  ['nothing to make it of', {}, 'path', ErrorCode.invalidParams],
  ['two things to make it of', { from: 'a', path: '/b' }, 'from', ErrorCode.invalidParams],
  ['a path that is not there', { path: '/no/such.gguf' }, 'path', ErrorCode.notFound],
  ['a folder without weights', { path: import.meta.dirname }, 'path', ErrorCode.notFound],
  ['a file that is no GGUF', { path: import.meta.filename }, 'path', ErrorCode.invalidParams],
  ['an adapter that is not there', { from: 'a', adapter: '/no/a' }, 'adapter', ErrorCode.notFound],
])('%s is refused, naming the field', async (_, params, field, code) => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });
  const create = sidecar.request(ModelCreateRequest, { model: 'mine', ...params });
  await expect(create).rejects.toMatchObject({ code, data: { kind: 'modelFile', field } });
  expect(fake.log.of('request')).toEqual([]);
});

test('cancelling a create also ends it at Ollama', async () => {
  const lines = [{ status: 'parsing GGUF' }, { status: 'success' }];
  const fake = await startFake({ replies: [{ match: { path: '/api/create' }, lines, hold: [1] }] });
  const sidecar = await startSidecar({ fake });
  const source = new CancellationTokenSource();
  const create = sidecar.request(ModelCreateRequest, { model: 'mine', from: 'fake' }, source.token);
  const { request } = await fake.log.waitFor('held');

  source.cancel();

  await expect(create).rejects.toMatchObject({ code: ErrorCode.cancelled });
  await fake.log.waitFor('closedByClient', (event) => event.request === request);
});
