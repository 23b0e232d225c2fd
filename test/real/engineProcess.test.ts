import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineProcess, startEngine } from '@condenser/sidecar/builtin/engineProcess.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLogger } from './modelRoomSuite.ts';
import { engineCommand, engineModel, locateEngineParts, startRealEngine } from './realEngine.ts';
import { HANG_MS } from './realOllama.ts';

const parts = await locateEngineParts();

describe.skipIf(parts === undefined)("the built-in engine's process", () => {
  it('ends with its parent process, also during an answer', async () => {
    const holder = hold();
    const { processId, url } = await held(holder);
    const answer = await startStory(url);
    holder.kill('SIGKILL');
    await expect(answer.text()).rejects.toThrow();
    await vi.waitFor(() => expect(() => process.kill(processId, 0)).toThrow('ESRCH'), {
      timeout: HANG_MS,
    });
  });

  it('exits after stop, also during an answer, and does not restart', async () => {
    const engine = await startStoppedAtEnd();
    const answer = await startStory(engine.url);
    const ended = expect(answer.text()).rejects.toThrow();
    await engine.stop();
    await ended;
    await expect(fetch(engine.url)).rejects.toThrow();
    await expect(engine.ensureRunning()).rejects.toMatchObject({ kind: 'engineUnavailable' });
  });

  it('survives Ctrl-C, which a terminal sends to the whole process group', async () => {
    const engine = await startStoppedAtEnd();
    process.kill(engine.processId ?? 0, 'SIGINT');
    expect((await fetch(`${engine.url}/api/version`)).status).toBe(200);
    const answer = await (await startStory(engine.url, 5)).text();
    expect(answer).toContain('"done":true');
  });

  it('reports a file that is not a model', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'condenser-gguf-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const modelFile = join(folder, 'broken.gguf');
    await writeFile(modelFile, 'no model at all');
    for (const [file, reason] of [
      [modelFile, /GGUF/i],
      [join(folder, 'missing.gguf'), /ENOENT/],
    ] as const) {
      const start = startEngine({
        engineFolder: parts?.engineFolder ?? '',
        modelFile: file,
        modelName: 'broken:latest',
        contextLength: 2048,
        command: engineCommand,
        environment: process.env,
        logger: silentLogger(),
      });
      await expect(start).rejects.toMatchObject({
        kind: 'engineUnavailable',
        facts: { reason: expect.stringMatching(reason) },
      });
    }
  });

  it('survives a damaged model, and reports it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'condenser-gguf-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const modelFile = join(folder, 'damaged.gguf');
    await writeFile(modelFile, (await readFile(parts?.modelFile ?? '')).subarray(0, 20_000_000));
    const engine = await startEngine({
      engineFolder: parts?.engineFolder ?? '',
      modelFile,
      modelName: engineModel,
      contextLength: 2048,
      command: engineCommand,
      environment: process.env,
      logger: silentLogger(),
    });
    onTestFinished(() => engine.stop());
    for (const _ of ['first', 'second']) {
      const answer = await startStory(engine.url, 5);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toContain('damaged.gguf cannot be loaded');
    }
  });
});

async function startStoppedAtEnd(): Promise<EngineProcess> {
  const engine = await startRealEngine();
  onTestFinished(() => engine.stop());
  return engine;
}

/** Starts an answer, which is long unless a limit is given. */
function startStory(url: string, limit = 1000): Promise<Response> {
  return fetch(`${url}/api/chat`, {
    method: 'POST',
    body: JSON.stringify({
      model: engineModel,
      messages: [{ role: 'user', content: 'Write a long story.' }],
      options: { temperature: 0, num_predict: limit },
    }),
  });
}

function hold(): ChildProcess {
  const script = fileURLToPath(new URL('holdEngine.ts', import.meta.url));
  const holder = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    holder.kill('SIGKILL');
  });
  return holder;
}

async function held({ stdout }: ChildProcess): Promise<{ processId: number; url: string }> {
  if (stdout === null) throw new Error('its output is a pipe');
  const [line] = (await once(stdout, 'data')) as [Buffer];
  return JSON.parse(line.toString('utf8'));
}
