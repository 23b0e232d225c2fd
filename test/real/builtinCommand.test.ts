import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BuiltinStartRequest, StatusGetRequest } from '@condenser/protocol';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runToEnd } from '../process/runToEnd.ts';
import { SidecarProcess } from '../process/sidecarProcess.ts';
import { cacheFolder } from '../provision/cacheFolder.ts';
import { locateEngineParts } from './realEngine.ts';
import { HANG_MS } from './realOllama.ts';

const BUNDLE = resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs');
const parts = await locateEngineParts();

describe.skipIf(parts === undefined)('--builtin', () => {
  let home: string;
  let env: Record<string, string>;

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'condenser-builtin-'));
    // The parts of the tests are where the program would download them to.
    symlinkSync(cacheFolder(), join(home, 'condenser'));
    env = { PATH: process.env.PATH ?? '', HOME: home, XDG_CACHE_HOME: home, LANG: 'C.UTF-8' };
  });

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('answers one question, and says that its model is a demonstration', async () => {
    const { code, stdout, stderr } = await ask(['--builtin', 'ask', 'What is a mutex?']);
    expect(stderr).toContain('small demonstration model');
    expect(stdout.trim().length).toBeGreaterThan(5);
    expect(code).toBe(0);
  });

  it('uses a custom GGUF file, under the name of the file', async () => {
    const { code, stdout, stderr } = await ask([
      ...['--builtin', parts?.modelFile ?? '', '--log-level', 'info'],
      ...['ask', 'What is a mutex?'],
    ]);
    expect(stderr).not.toContain('demonstration');
    expect(stdout.trim().length).toBeGreaterThan(5);
    expect(code).toBe(0);
  });

  it('serves an editor, and ends with the sidecar, however that ends', async () => {
    const sidecar = new SidecarProcess({ env: { XDG_CACHE_HOME: home }, args: ['--builtin'] });
    onTestFinished(() => sidecar.child.stop());
    await sidecar.initialize();
    const status = await sidecar.request(StatusGetRequest, undefined);
    expect(status).toMatchObject({ state: 'builtin', model: 'smollm2:135m' });
    expect(status.limits).toMatch(/smollm2:135m .*only in English.*cannot rewrite/);
    const [engine] = childrenOf(sidecar.child.process.pid ?? 0);
    expect(engine).toBeDefined();
    sidecar.child.process.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(Number(engine), 0)).toThrow('ESRCH'), HANG_MS);
  });

  it('replaces an unreachable Ollama for all clients when the user requests it', async () => {
    const sidecar = new SidecarProcess({ env: { XDG_CACHE_HOME: home } });
    onTestFinished(() => sidecar.child.stop());
    await sidecar.initialize();
    expect((await sidecar.request(StatusGetRequest, undefined)).state).toBe('unreachable');

    const start = () => sidecar.request(BuiltinStartRequest, { fetch: false });
    const [one, other] = await Promise.all([start(), start()]);

    expect(one).toEqual(other);
    expect(one).toMatchObject({ status: { state: 'builtin', model: 'smollm2:135m' }, missing: [] });
    expect(childrenOf(sidecar.child.process.pid ?? 0)).toHaveLength(1);
    const { answer, stopReason } = await sidecar.ask('What is a mutex?');
    expect(stopReason).not.toBe('error');
    expect(answer.length).toBeGreaterThan(5);
    await sidecar.leave();
  });

  const ask = (args: string[]) => runToEnd(process.execPath, [BUNDLE, ...args], { env });
});

/** The running child processes of a process. */
function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
}
