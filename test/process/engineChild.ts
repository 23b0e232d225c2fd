import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');
const FAKES = resolve(import.meta.dirname, '../fakes/llama');

/** The answer of the engine's fake model. */
export const ENGINE_ANSWER = 'one two three four';
export const ENGINE_MODEL = 'tiny:1b';

/** The hidden command `engine` of the bundle, with a fake llama.cpp. */
export interface EngineChild {
  readonly process: ChildProcess;
  readonly port: number;
  /** Its stderr so far. */
  readonly stderr: () => string;
  /** Releases all answers. */
  release(): void;
}

/** Starts the engine's process, killed after the test. */
export async function startEngineChild(nodeArgs: readonly string[] = []): Promise<EngineChild> {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-engine-'));
  const put = (fake: string, ...path: string[]) => {
    const file = join(folder, 'node_modules', ...path);
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(join(FAKES, fake), file);
  };
  put('nodeLlamaCpp.mjs', 'node-llama-cpp', 'dist', 'index.js');
  put('jinja.mjs', '@huggingface', 'jinja', 'dist', 'index.js');
  for (const name of ['node-llama-cpp', '@huggingface/jinja']) {
    writeFileSync(join(folder, 'node_modules', name, 'package.json'), '{"type":"module"}');
  }
  const modelFile = join(folder, 'tiny.gguf');
  writeFileSync(modelFile, 'GGUF');
  const options = { engineFolder: folder, modelFile, modelName: ENGINE_MODEL };
  const argument = JSON.stringify({ ...options, contextLength: 2048, port: 0 });
  const child = spawn(process.execPath, [...nodeArgs, BUNDLE, 'engine', argument], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { port } = JSON.parse(String(line)) as { port: number };
  const release = () => writeFileSync(join(folder, 'release'), '');
  return { process: child, port, stderr: () => stderr, release };
}

/** The joined texts of a streamed chat, and its last line. */
export function engineAnswer(body: string): { readonly text: string; readonly last: unknown } {
  const lines = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { message?: { content: string } });
  return { text: lines.map(({ message }) => message?.content ?? '').join(''), last: lines.at(-1) };
}
