import {
  ErrorCode,
  ModelListRequest,
  ModelPullRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
  TransferProgress,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import type { Chunking, FakeReply } from '../fakes/ollama/script.ts';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';

const match = { path: '/api/pull' };
const layer = (digest: string, total: number, completed?: number) => ({
  status: `pulling ${digest}`,
  digest: `sha256:${digest}`,
  total,
  ...(completed === undefined ? {} : { completed }),
});
const wholePull = [
  { status: 'pulling manifest' },
  layer('aaaa', 1000),
  layer('aaaa', 1000, 400),
  // Ollama counts down for parts that it downloads again.
  layer('aaaa', 1000, 200),
  layer('aaaa', 1000, 1000),
  layer('bbbb', 50),
  layer('bbbb', 50, 50),
  { status: 'verifying sha256 digest' },
  { status: 'writing manifest' },
  { status: 'success' },
];

/** The progress sent with a token, in order. */
function progressOf(sidecar: SidecarProcess, token: string): TransferProgress[] {
  return sidecar.child.messages
    .filter(({ method, params }) => {
      return method === '$/progress' && (params as { token?: unknown }).token === token;
    })
    .map(({ params }) => TransferProgress.parse((params as { value: unknown }).value));
}

function pull(sidecar: SidecarProcess, model: string, progressToken = 'p') {
  return sidecar.request(ModelPullRequest, { model, progressToken });
}

function isForwardOnly(progress: readonly TransferProgress[]): boolean {
  return progress.every(({ completed }, at) => completed >= (progress[at - 1]?.completed ?? 0));
}

test.each<Chunking>(['line', 'everyByte', 'burst'])(
  'a pull adds up its layers and never goes back (%s)',
  async (chunking) => {
    const fake = await startFake({ replies: [{ match, lines: wholePull, chunking, pace: 30 }] });
    const sidecar = await startSidecar({ fake });

    const result = await pull(sidecar, 'https://huggingface.co/a/b/blob/main/b-Q4_K_M.gguf');

    expect(result).toMatchObject({ model: 'hf.co/a/b:Q4_K_M', size: expect.any(Number) });
    const asked = fake.log.of('request').find(({ path }) => path === '/api/pull');
    expect(asked?.body).toMatchObject({ name: 'hf.co/a/b:Q4_K_M' });
    const progress = progressOf(sidecar, 'p');
    expect(isForwardOnly(progress)).toBe(true);
    expect(progress.map(({ phase }) => phase)).toContain('transferring');
    for (const { completed, total } of progress) expect(completed).toBeLessThanOrEqual(total);
    const { models } = await sidecar.request(ModelListRequest, undefined);
    expect(models.map(({ name }) => name)).toContain('hf.co/a/b:Q4_K_M');
  },
);

test('two windows share one pull, and stopping it in one stops it for both', async () => {
  const fake = await startFake({ replies: [{ match, lines: wholePull, hold: [3] }] });
  const sidecar = await startSidecar({ fake });
  const first = pull(sidecar, 'big:7b', 'first');
  const held = await fake.log.waitFor('held');
  const second = pull(sidecar, 'big:7b', 'second');

  const { transfers } = await sidecar.request(ModelTransfersRequest, undefined);
  expect(transfers).toMatchObject([{ kind: 'pull', model: 'big:7b' }]);
  await sidecar.request(ModelTransferCancelRequest, { model: 'big:7b' });

  const cancelled = { code: ErrorCode.cancelled };
  await expect(first).rejects.toMatchObject(cancelled);
  await expect(second).rejects.toMatchObject(cancelled);
  await fake.log.waitFor('closedByClient', ({ request }) => request === held.request);
  expect(fake.log.of('request').filter(({ path }) => path === '/api/pull')).toHaveLength(1);
  expect(progressOf(sidecar, 'second').length).toBeGreaterThan(0);
});

test('a pull resumes after any number of cuts, as long as there is progress', async () => {
  const downloaded = (completed: number) => [
    { status: 'pulling manifest' },
    layer('aaaa', 1000, completed - 100),
    layer('aaaa', 1000, completed),
  ];
  const cuts = [100, 200, 300, 400, 500].map((completed): FakeReply => {
    const fault = { kind: 'cut', after: 3, where: 'betweenLines' } as const;
    return { match, lines: downloaded(completed), fault };
  });
  const fake = await startFake({ replies: [...cuts, { match, lines: wholePull }] });
  const sidecar = await startSidecar({ fake });

  expect(await pull(sidecar, 'big:7b')).toMatchObject({ model: 'big:7b' });
  expect(fake.log.of('request').filter(({ path }) => path === '/api/pull')).toHaveLength(6);
});

test('a cut pull resumes automatically where it was', async () => {
  const cut: FakeReply = {
    match,
    lines: wholePull,
    fault: { kind: 'cut', after: 3, where: 'betweenLines' },
  };
  const rest = [{ status: 'pulling manifest' }, layer('aaaa', 1000, 400), ...wholePull.slice(4)];
  const fake = await startFake({ replies: [cut, { match, lines: rest }] });
  const sidecar = await startSidecar({ fake });

  expect(await pull(sidecar, 'big:7b')).toMatchObject({ model: 'big:7b' });
  expect(isForwardOnly(progressOf(sidecar, 'p'))).toBe(true);
  expect(fake.log.of('request').filter(({ path }) => path === '/api/pull')).toHaveLength(2);
});

test.each<[string, string, number, string]>([
  [
    'a name that does not exist',
    'pull model manifest: file does not exist',
    -32003,
    'modelUnknown',
  ],
  [
    'no network',
    'pull model manifest: Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host',
    -32012,
    'registryUnreachable',
  ],
  ['a full disk', 'write /models/blobs/x: no space left on device', -32012, 'modelDiskFull'],
  [
    'an old Ollama',
    'pull model manifest: 412: The model you are attempting to pull requires a newer version of Ollama.',
    -32007,
    'notSupported',
  ],
])('%s is a typed error that says what to do', async (_, error, code, kind) => {
  const fault = { kind: 'errorLine', after: 1, error } as const;
  const fake = await startFake({ replies: [{ match, lines: wholePull, fault }] });
  const sidecar = await startSidecar({ fake });

  await expect(pull(sidecar, 'big:7b')).rejects.toMatchObject({
    code,
    data: { kind, whatToDo: expect.any(String) },
  });
  expect((await sidecar.request(ModelTransfersRequest, undefined)).transfers).toEqual([]);
});

test('an invalid name is refused before any request', async () => {
  const fake = await startFake();
  const sidecar = await startSidecar({ fake });

  await expect(pull(sidecar, 'two words')).rejects.toMatchObject({
    code: ErrorCode.invalidParams,
    data: { kind: 'modelName', field: 'model' },
  });
  expect(fake.log.of('request')).toEqual([]);
});

test('a model that does not fit onto the disk is refused once its size is known', async () => {
  const lines = [{ status: 'pulling manifest' }, layer('aaaa', 1e18)];
  const fake = await startFake({ replies: [{ match, lines, hold: [2] }] });
  const sidecar = await startSidecar({ fake, env: { OLLAMA_MODELS: import.meta.dirname } });

  await expect(pull(sidecar, 'huge:9t')).rejects.toMatchObject({
    data: { kind: 'modelDiskFull', needed: 1e18, free: expect.any(Number) },
  });
});
