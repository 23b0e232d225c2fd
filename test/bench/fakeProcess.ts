import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeScript } from '../fakes/ollama/script.ts';

/** The fake Ollama in its own process, so that its work is not measured. */
export interface FakeProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the fake with a script. */
export async function startFakeProcess(script: FakeScript): Promise<FakeProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'condenser-bench-'));
  const file = join(folder, 'script.json');
  await writeFile(file, JSON.stringify(script));
  const program = fileURLToPath(new URL('../fakes/ollama/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, '--script', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString('utf8')) as { url: string };
  return {
    url,
    async stop() {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
