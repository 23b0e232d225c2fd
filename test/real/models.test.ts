import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ErrorCode,
  ModelCreateRequest,
  ModelDeleteRequest,
  ModelListRequest,
  ModelPreloadRequest,
  ModelPullRequest,
  ModelRunningRequest,
  ModelShowRequest,
  ModelUnloadRequest,
  TurnInspectRequest,
} from '@condenser/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SidecarProcess } from '../process/sidecarProcess.ts';
import { f16Model } from '../provision/f16Model.ts';
import { smollm2 } from '../provision/smollm2.ts';
import { describeOnEachOllama, type OllamaUnderTest } from './eachOllama.ts';
import { type RealOllama, startRealOllama, wireModel } from './realOllama.ts';

const [gguf, f16] = await Promise.all([smollm2.locate(), f16Model.locate()]);
const missing = gguf === undefined || f16 === undefined;

const suite = ({ server }: OllamaUnderTest) => {
  let ollama: RealOllama;
  let sidecar: SidecarProcess;
  let scratch: string;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'condenser-models-'));
    ollama = await startRealOllama({ server });
    sidecar = new SidecarProcess({ host: ollama.url });
    await sidecar.initialize();
  });

  afterAll(async () => {
    await sidecar?.child.stop();
    await ollama?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  it('can be created from a GGUF file, with a system message and parameters', async () => {
    const created = await sidecar.request(ModelCreateRequest, {
      model: 'own',
      path: gguf ?? '',
      system: 'You answer in one word.',
      parameters: { temperature: 0, stop: ['<|im_end|>', 'END'] },
      progressToken: 'create',
    });
    expect(created).toMatchObject({ model: 'own:latest', size: expect.any(Number) });
    const shown = await sidecar.request(ModelShowRequest, { model: 'own' });
    expect(shown).toMatchObject({ system: 'You answer in one word.', family: 'llama' });
    expect(shown.parameters).toMatch(/temperature\s+0/);
    expect(shown.template).toContain('<|im_start|>');
  });

  it('can be quantized from f16 weights', async () => {
    const params = { model: 'small:q8', path: f16 ?? '', quantize: 'q8_0', progressToken: 'q' };
    const { size = 0 } = await sidecar.request(ModelCreateRequest, params);
    expect(size).toBeGreaterThan(100e6);
    expect(size).toBeLessThan(160e6);
    const shown = await sidecar.request(ModelShowRequest, { model: 'small:q8' });
    expect(shown.quantization).toBe('Q8_0');
    const phases = sidecar.child.messages
      .filter(({ params }) => (params as { token?: unknown } | undefined)?.token === 'q')
      .map(({ params }) => (params as { value: { phase: string } }).value.phase);
    expect(phases).toContain('transferring');
    const turn = await sidecar.ask('What is the capital of France?', { model: 'small:q8' });
    // The answers of a model of this size differ from run to run.
    expect(turn.answer).toMatch(/\w/);
    const { conversationId, turnId } = turn;
    const { calls } = await sidecar.request(TurnInspectRequest, { conversationId, turnId });
    expect(calls).toMatchObject([{ purpose: 'answer', content: turn.answer, doneReason: 'stop' }]);
    expect(calls[0]?.usage).toEqual(turn.usage?.answer);
  });

  it.each([
    ['weights that are quantized already', 'quantize', () => gguf ?? ''],
    [
      'a file that is none',
      'path',
      async () => {
        const file = join(scratch, 'no.gguf');
        await writeFile(file, 'This is no model.');
        return file;
      },
    ],
    [
      'a file that breaks off',
      'path',
      async () => {
        const file = join(scratch, 'broken.gguf');
        await writeFile(file, 'GGUF\u0003\u0000\u0000\u0000');
        return file;
      },
    ],
  ] as const)('%s is refused, naming "%s"', async (_, field, path) => {
    const quantize = field === 'quantize' ? { quantize: 'q4_K_M' } : {};
    const params = { model: 'never', path: await path(), ...quantize };
    const error = await sidecar.request(ModelCreateRequest, params).catch((cause) => cause);
    expect(error).toMatchObject({ data: { kind: 'modelFile', field } });
    expect(error.data.whatToDo).toMatch(/\w/);
  });

  it('can be loaded, are listed as running, and can be unloaded', async () => {
    const { contextWindow } = await sidecar.request(ModelPreloadRequest, { model: wireModel });
    const { models } = await sidecar.request(ModelRunningRequest, undefined);
    expect(models.find(({ name }) => name === `${wireModel}:latest`)).toMatchObject({
      contextWindow,
      size: expect.any(Number),
      expiresAt: expect.any(String),
    });
    const listed = await sidecar.request(ModelListRequest, undefined);
    expect(listed.models.find(({ name }) => name === `${wireModel}:latest`)).toMatchObject({
      loaded: true,
      contextLength: 8192,
      fit: { verdict: 'fits' },
    });
    await sidecar.request(ModelUnloadRequest, { model: wireModel });
    const left = await sidecar.request(ModelRunningRequest, undefined);
    expect(left.models.map(({ name }) => name)).not.toContain(`${wireModel}:latest`);
  });

  it('can be deleted once', async () => {
    const { size } = await sidecar.request(ModelDeleteRequest, { model: 'own' });
    expect(size).toBeGreaterThan(90e6);
    await expect(sidecar.request(ModelDeleteRequest, { model: 'own' })).rejects.toMatchObject({
      code: ErrorCode.modelMissing,
    });
  });

  it('are not pulled if they do not exist or the registry is unreachable, and the error says what to do', async () => {
    // Nothing listens on this address, so no name is looked up.
    const model = '127.0.0.1:9/library/no-such-model:1b';
    const error = await sidecar.request(ModelPullRequest, { model }).catch((cause) => cause);
    expect(error).toMatchObject({ data: { kind: 'registryUnreachable', model } });
    expect(error.data.whatToDo).toMatch(/network/);
  });
};

describeOnEachOllama('models of a real Ollama', suite, missing);
