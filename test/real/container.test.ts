import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { runToEnd } from '../process/runToEnd.ts';
import { hadolint } from '../provision/pythonPackages.ts';
import { lastOf, readStages } from './dockerfile.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const [build, image] = readStages(join(ROOT, 'Dockerfile'));
const lint = await hadolint.locate();

describe.skipIf(lint === undefined)('the Dockerfile', () => {
  it('passes hadolint', async () => {
    const program = join(lint ?? '', 'bin/hadolint');
    const { code, stdout } = await runToEnd(program, [join(ROOT, 'Dockerfile')], {});
    expect([code, stdout]).toEqual([0, '']);
  });
});

/** Without a container engine, the test runs the layers itself, in temporary folders. */
describe('the layers of the image', () => {
  let folder: string;
  let fake: FakeOllama;
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'condenser-image-'));
    chmodSync(folder, 0o755);
    fake = await startFakeOllama();
    port = await freePort();
    await buildLayer(join(folder, 'src'));
    // COPY --from=build /src/sidecar/dist /app
    expect(lastOf(image, 'COPY')).toBe('--from=build /src/sidecar/dist /app');
    cpSync(join(folder, 'src/sidecar/dist'), join(folder, 'app'), { recursive: true });
    server = startServer();
    await once(server.stderr ?? server, 'data');
  });

  afterAll(async () => {
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
    await fake.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('serve with a token, and report healthy', async () => {
    const health = JSON.parse(lastOf(image, 'HEALTHCHECK').replace(/^.*?CMD /, '')) as string[];
    const [program = '', ...args] = atPort(health);
    expect((await runToEnd(program, args, {})).code).toBe(0);
    const url = `http://127.0.0.1:${port}/llama3/invoke`;
    const body = JSON.stringify({ input: { chat_history: [], question: 'Are you there?' } });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    const authorization = 'Bearer opensesame';
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, authorization },
      body,
    });
    expect(await answer.json()).toMatchObject({ output: 'This is the fake.' });
  });

  it('contain the licences of the bundled packages', () => {
    const notices = readFileSync(join(folder, 'app', 'THIRD-PARTY-NOTICES'), 'utf8');
    expect(notices).toMatch(/\nollama [\d.]+\nLicence: MIT\n/);
  });

  it('refuse to listen on other addresses without a token', async () => {
    const [program = '', ...args] = command();
    const env = { PATH: process.env.PATH, OLLAMA_HOST: fake.url };
    const { code, stderr } = await runToEnd(program, args, { env });
    expect(code).not.toBe(0);
    expect(stderr).toContain('--token');
  });

  /** COPY . . and RUN, with the tracked and new files of the repository. */
  async function buildLayer(target: string): Promise<void> {
    const options = { cwd: ROOT, encoding: 'utf8' } as const;
    const list = ['ls-files', '--cached', '--others', '--exclude-standard'];
    for (const file of execFileSync('git', list, options).trim().split('\n')) {
      mkdirSync(dirname(join(target, file)), { recursive: true });
      cpSync(join(ROOT, file), join(target, file));
    }
    for (const name of ['docs', 'bench']) {
      rmSync(join(target, name), { recursive: true, force: true });
    }
    const { code, stderr } = await runToEnd('sh', ['-c', lastOf(build, 'RUN')], {
      cwd: target,
      env: process.env,
    });
    if (code !== 0) throw new Error(stderr);
  }

  function startServer(): ChildProcess {
    const [program = '', ...args] = command();
    const env = {
      PATH: process.env.PATH,
      // The image and the home of its user are read-only.
      HOME: '/nonexistent',
      OLLAMA_HOST: fake.url,
      CONDENSER_TOKEN: 'opensesame',
    };
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    return spawn(program, args, { env, ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  }

  function command(): string[] {
    const entry = JSON.parse(lastOf(image, 'ENTRYPOINT')) as string[];
    const given = JSON.parse(lastOf(image, 'CMD')) as string[];
    return atPort([...entry, ...given]).map((part) => part.replace(/^\/app\//, `${folder}/app/`));
  }

  /** Port 8000 may be in use on this machine. */
  function atPort(parts: readonly string[]): string[] {
    return parts.map((part) => part.replace(/\b8000\b/, String(port)));
  }
});

test('compose requires a token, and listens on loopback only', () => {
  const compose = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
  expect(compose).toMatch(/CONDENSER_TOKEN: \$\{CONDENSER_TOKEN:\?/);
  expect(compose).toContain('"127.0.0.1:8000:8000"');
  expect(compose).toContain('read_only: true');
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
