import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { describeOnEachOllama } from './eachOllama.ts';
import { HANG_MS, type RealOllama, startRealOllama, wireModel } from './realOllama.ts';

describeOnEachOllama('a real Ollama for a test,', ({ server: version }) => {
  let server: RealOllama;

  beforeEach(async () => {
    server = await startRealOllama({ server: version });
  });

  afterEach(() => server.stop());

  const post = (path: string, body: object) =>
    fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });

  it('streams a complete answer', async () => {
    const messages = [{ role: 'user', content: 'What is the capital of France?' }];
    const body = { model: wireModel, messages, options: { temperature: 0, num_predict: 64 } };
    const lines = (await (await post('/api/chat', body)).text()).trim().split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ done: true, done_reason: 'stop' });
  });

  it('can delete its model without affecting the next server', async () => {
    const name = JSON.stringify({ model: wireModel });
    const answer = await fetch(`${server.url}/api/delete`, { method: 'DELETE', body: name });
    expect(answer.status).toBe(200);
    expect((await post('/api/show', { model: wireModel })).status).toBe(404);
    await server.stop();
    server = await startRealOllama({ server: version });
    expect((await post('/api/show', { model: wireModel })).status).toBe(200);
  });

  it('exits after stop, with its runner, and can be stopped again', async () => {
    await post('/api/chat', { model: wireModel, messages: [] });
    await server.stop();
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
    // A dead process stays in its group until init reaps it.
    const groupSignal = () => process.kill(-server.pid, 0);
    await vi.waitFor(() => expect(groupSignal).toThrow('ESRCH'), { timeout: HANG_MS });
  });

  it('ends with its parent process, however that ends', async () => {
    const script = fileURLToPath(new URL('holdRealOllama.ts', import.meta.url));
    const scratch = await mkdtemp(join(tmpdir(), 'condenser-holder-'));
    onTestFinished(() => rm(scratch, { recursive: true, force: true }));
    const env = { ...process.env, TMPDIR: scratch };
    const holder = spawn(process.execPath, ['--import', 'tsx', script, version.version], { env });
    const [line] = (await once(holder.stdout, 'data')) as [Buffer];
    const held = JSON.parse(line.toString('utf8')) as { pid: number; url: string };
    expect((await fetch(held.url)).status).toBe(200);
    holder.kill('SIGKILL');
    // Connections are refused as soon as it is dead; its pid exists until it is reaped.
    await vi.waitFor(() => expect(fetch(held.url)).rejects.toThrow(), { timeout: HANG_MS });
  });
});
