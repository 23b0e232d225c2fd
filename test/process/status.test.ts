import {
  ErrorCode,
  ModelListRequest,
  ModelShowRequest,
  StatusGetRequest,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import type { FakeModel } from '../fakes/ollama/script.ts';
import { startFake, startSidecar } from './starting.ts';

test('status/get says that Ollama is reachable, its version, and the model of a new turn', async () => {
  const fake = await startFake({ version: '0.17.4' });
  const sidecar = await startSidecar({ fake });

  expect(await sidecar.request(StatusGetRequest, undefined)).toEqual({
    state: 'reachable',
    host: fake.url,
    version: '0.17.4',
    model: 'fake:latest',
  });
});

test('status/get reports an unreachable Ollama, and follows its starts and stops', async () => {
  const fake = await startFake({ portClosed: true });
  const sidecar = await startSidecar({ fake });
  const status = () => sidecar.request(StatusGetRequest, undefined);

  expect(await status()).toEqual({
    state: 'unreachable',
    host: fake.url,
    why: expect.stringContaining(fake.url),
    whatToDo: expect.stringContaining('ollama serve'),
  });
  await fake.openPort();
  expect(await status()).toMatchObject({ state: 'reachable' });
  await fake.closePort();
  expect(await status()).toMatchObject({ state: 'unreachable' });
});

/** [description, models, settings] */
const withoutModel: readonly (readonly [string, readonly FakeModel[], object])[] = [
  ['no model', [], {}],
  ['none that chats', [{ name: 'embed', capabilities: ['embedding'], family: 'nomic-bert' }], {}],
  ['only a cloud model', [{ name: 'big:cloud', remoteHost: 'https://ollama.com:443' }], {}],
  ['two to choose from', [{ name: 'one:latest' }, { name: 'two:latest' }], {}],
  ['another than the one set', [{ name: 'fake:latest' }], { model: 'absent:1b' }],
];

test.each(withoutModel)('status/get with %s says noModel and what to do', async (...line) => {
  const [, models, settings] = line;
  const fake = await startFake({ version: '0.17.4', models });
  const sidecar = await startSidecar({ fake, settings });

  expect(await sidecar.request(StatusGetRequest, undefined)).toMatchObject({
    state: 'noModel',
    version: '0.17.4',
    why: expect.any(String),
    whatToDo: expect.any(String),
  });
});

test('a question without a model is saved, with an error that lists the available models', async () => {
  const fake = await startFake({ models: [{ name: 'one:latest' }, { name: 'two:latest' }] });
  const sidecar = await startSidecar({ fake });

  const result = await sidecar.ask('Anyone?');

  expect(result).toMatchObject({
    stopReason: 'error',
    error: {
      code: ErrorCode.modelMissing,
      data: { kind: 'noModelChosen', models: ['one:latest', 'two:latest'] },
    },
  });
  const { conversationId } = result;
  const next = await sidecar.ask('Anyone?', { conversationId, model: 'two' });
  expect(next.stopReason).toBe('complete');
});

test('the loaded model is preferred', async () => {
  const models = [{ name: 'one:latest' }, { name: 'two:latest', loadedContext: 8192 }];
  const fake = await startFake({ models });
  const sidecar = await startSidecar({ fake });

  await sidecar.ask('Who?');

  // The request uses its window, so that it is not reloaded.
  expect(fake.chats[0]?.body).toMatchObject({ model: 'two:latest', options: { num_ctx: 8192 } });
  expect(fake.log.of('loaded')).toEqual([]);
});

test('status/get never fails: a web page, a refusal and broken JSON are all "unreachable"', async () => {
  const match = { path: '/api/version' };
  const fake = await startFake({
    replies: [
      { match, fault: { kind: 'htmlPage', status: 200 } },
      { match, fault: { kind: 'status', status: 401 } },
      { match, fault: { kind: 'status', status: 200, body: '{"version":' } },
      { match, fault: { kind: 'hangUp' } },
      { match, fault: { kind: 'notHttp' } },
    ],
  });
  const sidecar = await startSidecar({ fake });

  for (let fault = 0; fault < 5; fault += 1) {
    const status = await sidecar.request(StatusGetRequest, undefined);
    expect(status).toMatchObject({ state: 'unreachable', why: expect.any(String) });
  }
  expect(await sidecar.request(StatusGetRequest, undefined)).toMatchObject({ state: 'reachable' });
});

test('model/list puts the loaded first and marks embedding and cloud models', async () => {
  const fake = await startFake({
    models: [
      { name: 'a-cloud', remoteHost: 'https://ollama.com:443' },
      { name: 'b:latest' },
      { name: 'c:latest', loadedContext: 4096 },
      { name: 'd:latest', family: 'nomic-bert', capabilities: ['embedding'] },
    ],
  });
  const sidecar = await startSidecar({ fake });

  const { models } = await sidecar.request(ModelListRequest, undefined);

  expect(models).toMatchObject([
    { name: 'c:latest', chat: true, cloud: false, loaded: true },
    { name: 'a-cloud', chat: true, cloud: true, loaded: false },
    { name: 'b:latest', chat: true, cloud: false, loaded: false },
    { name: 'd:latest', chat: false, cloud: false, loaded: false },
  ]);
});

test('model/show gives the trained context and the window of the Modelfile', async () => {
  const models = [{ name: 'fake:latest', trainedContext: 40_960, numCtx: 16_384 }];
  const sidecar = await startSidecar({ fake: await startFake({ models }) });

  expect(await sidecar.request(ModelShowRequest, { model: 'fake' })).toMatchObject({
    name: 'fake',
    capabilities: ['completion'],
    trainedContextLength: 40_960,
    modelfileContextWindow: 16_384,
  });
  await expect(sidecar.request(ModelShowRequest, { model: 'absent' })).rejects.toMatchObject({
    code: ErrorCode.modelMissing,
    data: { kind: 'modelMissing', pullCommand: 'ollama pull absent' },
  });
});

test('model/list is a typed error when Ollama is unreachable', async () => {
  const sidecar = await startSidecar({ fake: await startFake({ portClosed: true }) });

  await expect(sidecar.request(ModelListRequest, undefined)).rejects.toMatchObject({
    code: ErrorCode.ollamaUnreachable,
    data: { kind: 'ollamaUnreachable' },
  });
});
