import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runToEnd } from '../process/runToEnd.ts';
import { f16Model } from '../provision/f16Model.ts';
import { smollm2 } from '../provision/smollm2.ts';
import { locateRealOllama, type RealOllama, startRealOllama } from './realOllama.ts';

const parts = await locateRealOllama();
const [gguf, f16] = await Promise.all([smollm2.locate(), f16Model.locate()]);
const bundle = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');
const docs = readFileSync(resolve(import.meta.dirname, '../../docs/models.md'), 'utf8');
/** Commands in `shell` blocks are run; the others would use the network. */
const commands = [...docs.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

const missing = parts === undefined || gguf === undefined || f16 === undefined;

describe.skipIf(missing)('the commands of docs/models.md', () => {
  let ollama: RealOllama;
  let home: string;

  beforeAll(async () => {
    ollama = await startRealOllama();
    home = await mkdtemp(join(tmpdir(), 'condenser-docs-'));
    await symlink(gguf ?? '', join(home, 'my-model.gguf'));
    await symlink(f16 ?? '', join(home, 'my-model-f16.gguf'));
  });

  afterAll(async () => {
    await ollama?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const run = (command: string) => {
    const script = `condenser() { "${process.execPath}" "${bundle}" "$@"; }\n${command}`;
    const { PATH = '' } = process.env;
    const env = { PATH, HOME: home, LC_ALL: 'C', OLLAMA_HOST: ollama.host };
    return runToEnd('sh', ['-c', script], { cwd: home, env });
  };

  it.each(commands)('%s', async (command) => {
    const { code, stdout, stderr } = await run(command);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stdout.trim()).not.toBe('');
  });

  it('have the documented results', async () => {
    const { stdout } = await run('condenser models list --json');
    const { models } = JSON.parse(stdout) as { models: { name: string }[] };
    const names = models.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['my-model:latest', 'terse-model:latest']));
    expect(names).not.toContain('small-model:latest');
    expect(names).not.toContain('kind-model:latest');
  });
});
