import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ErrorCode,
  ModelChangedNotification,
  ModelDeleteRequest,
  ModelListRequest,
  ModelPreloadRequest,
  ModelRunningRequest,
  ModelShowRequest,
  ModelSuggestedRequest,
  ModelUnloadRequest,
  OllamaStartRequest,
} from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { startFake, startSidecar } from './starting.ts';

test('a model is loaded with the window of the next turn, and unloaded', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });

  const { contextWindow } = await sidecar.request(ModelPreloadRequest, { model: 'fake' });
  const running = await sidecar.request(ModelRunningRequest, undefined);
  expect(running.models).toMatchObject([
    { name: 'fake:latest', contextWindow, size: expect.any(Number), expiresAt: expect.any(String) },
  ]);
  await sidecar.ask('Anyone?');
  expect(fake.log.of('loaded')).toHaveLength(1);
  await sidecar.request(ModelUnloadRequest, { model: 'fake' });

  expect((await sidecar.request(ModelRunningRequest, undefined)).models).toEqual([]);
  const changed = ModelChangedNotification.method;
  await sidecar.child.output.waitFor('message', ({ message }) => message.method === changed);
});

test.each(['fake', 'fake:latest'])(
  'unloading %s ends when it has left the memory',
  async (model) => {
    const models = [{ name: 'fake:latest', loadedContext: 4096, listedAfterUnload: 2 }];
    const sidecar = await startSidecar({ fake: await startFake({ models }) });

    await sidecar.request(ModelUnloadRequest, { model });

    expect((await sidecar.request(ModelRunningRequest, undefined)).models).toEqual([]);
  },
);

test('deleting a model returns its size, and deleting an unknown one is an error', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });
  const remove = () => sidecar.request(ModelDeleteRequest, { model: 'fake' });
  expect(await remove()).toEqual({ size: 98_363_007 });
  expect((await sidecar.request(ModelListRequest, undefined)).models).toEqual([]);
  await expect(remove()).rejects.toMatchObject({ code: ErrorCode.modelMissing });
});

test('the list has context, capabilities, and whether a model fits into memory; cloud models always do', async () => {
  const models = [
    { name: 'a:latest', capabilities: ['completion', 'thinking'], trainedContext: 40_960 },
    { name: 'b-cloud', remoteHost: 'https://ollama.com:443' },
  ];
  const fake = await startFake({ models });
  const sidecar = await startSidecar({ fake });
  const list = async () => (await sidecar.request(ModelListRequest, undefined)).models;

  const [here, cloud] = await list();
  expect(here).toMatchObject({ contextLength: 40_960, thinking: true, fit: { verdict: 'fits' } });
  expect(cloud).not.toHaveProperty('fit');
  await list();
  // Each local file is inspected once, and cloud models never.
  const shows = fake.log.of('request').filter(({ path }) => path === '/api/show');
  expect(shows.map(({ body }) => (body as { model: string }).model)).toEqual(['a:latest']);
});

test('the metadata of a model can neither flood nor forge the page', async () => {
  const body = JSON.stringify({
    template: 'x'.repeat(5_000_000),
    system: 'Kind\u202e\u001b]0;owned\u0007',
    capabilities: 'all',
    model_info: [1, 2],
    parameters: { num_ctx: 5 },
    details: 'none',
    license: 7,
  });
  const fault = { kind: 'status', status: 200, body } as const;
  const fake = await startFake({ replies: [{ match: { path: '/api/show' }, fault }] });
  const sidecar = await startSidecar({ fake });

  const shown = await sidecar.request(ModelShowRequest, { model: 'fake' });

  expect(shown.template?.length).toBeLessThan(70_000);
  expect(shown.system).toBe('Kind');
  expect(shown).toMatchObject({ capabilities: [] });
  expect(shown).not.toHaveProperty('license');
});

test('suggested models are listed without Ollama, small ones first, with one recommendation each', async () => {
  const sidecar = await startSidecar();
  const { models } = await sidecar.request(ModelSuggestedRequest, undefined);
  expect(new Set(models.map(({ purpose }) => purpose))).toEqual(new Set(['coding', 'chinese']));
  const sizes = models.map(({ size }) => size);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  for (const purpose of ['coding', 'chinese']) {
    const best = models.filter((model) => model.purpose === purpose && model.recommended);
    expect(best.length).toBeLessThanOrEqual(1);
  }
});

test('an installed Ollama is started on request, and outlives the sidecar', async () => {
  const fake = await startFake({ portClosed: true });
  const bin = mkdtempSync(join(tmpdir(), 'condenser-bin-'));
  onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
  const started = join(bin, 'started');
  writeFileSync(join(bin, 'ollama'), `#!/bin/sh\necho "$1 $OLLAMA_HOST" > ${started}\n`);
  chmodSync(join(bin, 'ollama'), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const sidecar = await startSidecar({ fake, env });

  const starting = sidecar.request(OllamaStartRequest, undefined);
  await sidecar.child.output.waitFor(
    'message',
    ({ message }) => (message.params as { state?: string } | undefined)?.state === 'starting',
  );
  await fake.openPort();

  expect(await starting).toMatchObject({ state: 'reachable', host: fake.url });
});
