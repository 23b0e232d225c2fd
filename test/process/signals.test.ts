import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { firstReply, scene } from './scene.ts';
import { StartedProgram, untilFree } from './startedProgram.ts';
import { startFake } from './starting.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TOOL = ['tools/start.mjs', '--no-builtin'];
const EXIT_CODES = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe.each(signals)('%s', (signal) => {
  test('to tools/start.mjs ends its server', async () => {
    const program = startTool(['web', '--port', '0']);
    const port = await portOf(program);

    program.process.kill(signal);

    expect(await program.exit).toEqual({ code: EXIT_CODES[signal], signal: null });
    await untilFree(port);
  });

  test('to a tool ends its program', async () => {
    const program = startNode([
      "const { run } = await import('./tools/run.mjs');",
      "await run(process.execPath, ['-e', 'console.log(\"pid\", process.pid); setInterval(() => {}, 1e6)']);",
      "console.log('went on');",
    ]);
    const [, processId] = await program.writes(/pid (\d+)/);

    program.process.kill(signal);

    await once(program.process, 'close');
    expect(await program.exit).toMatchObject({ code: { ...EXIT_CODES, SIGINT: 130 }[signal] });
    expect(program.output).not.toContain('went on');
    expect(() => process.kill(Number(processId), 0)).toThrow('ESRCH');
  });
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s to npm start ends its server', async (signal) => {
  await endsServer((npm) => npm.process.kill(signal));
});

test('Ctrl-C to the whole process group ends npm start and its server', async () => {
  await endsServer((npm) => process.kill(-(npm.process.pid ?? 0), 'SIGINT'));
});

test('a killed npm start ends its server', async () => {
  await endsServer((npm) => npm.process.kill('SIGKILL'));
});

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s to tools/start.mjs saves the turn that runs',
  async (signal) => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
    const home = new CommandHome();
    const program = new StartedProgram(process.execPath, [...TOOL, 'ask', scene.question], {
      cwd: ROOT,
      env: home.environment({ fake }),
    });
    program.process.stdin.end();
    await fake.log.waitFor('held');

    program.process.kill(signal);
    await program.exit;

    const { stdout } = await home.run(['conversations', 'export', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      conversations: [{ turns: [{ answer: scene.answer[0], stopReason: 'cancelled' }] }],
    });
  },
);

describe('a Ctrl-C from the terminal that npm forwards, too', () => {
  test('counts as one: serve finishes its running requests', async () => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
    const program = serve(fake, { npm_lifecycle_event: 'start' });
    const [url = ''] = await program.writes(/http:\/\/127\.0\.0\.1:\d+\/llama3/);
    const answer = askOverHttp(url);
    const { request } = await fake.log.waitFor('held');

    for (let count = 0; count < 2; count += 1) program.process.kill('SIGINT');
    await program.writes(/Finishing/);
    fake.release(request);

    expect((await answer).status).toBe(200);
    expect(await program.exit).toEqual({ code: 0, signal: null });
  });

  test('counts as two without npm: the second one ends serve at once', async () => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
    const program = serve(fake, {});
    const [url = ''] = await program.writes(/http:\/\/127\.0\.0\.1:\d+\/llama3/);
    const answer = askOverHttp(url).catch(() => undefined);
    await fake.log.waitFor('held');

    program.process.kill('SIGINT');
    await program.writes(/Finishing/);
    program.process.kill('SIGINT');

    expect(await program.exit).toEqual({ code: 130, signal: null });
    await answer;
  });
});

function serve(fake: FakeOllama, env: Record<string, string>): StartedProgram {
  const home = new CommandHome();
  return new StartedProgram(process.execPath, [BUNDLE, 'serve', '--port', '0'], {
    cwd: home.folder,
    env: home.environment({ fake, env }),
  });
}

function askOverHttp(url: string): Promise<Response> {
  return fetch(`${url}/invoke`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ input: { question: scene.question, chat_history: [] } }),
  });
}

/** Starts the server with npm, and expects it to end with npm. */
async function endsServer(end: (npm: StartedProgram) => void): Promise<void> {
  const home = new CommandHome();
  const npm = new StartedProgram('npm', ['start', '--', '--no-builtin', 'web', '--port', '0'], {
    cwd: ROOT,
    env: home.environment({ env: { HOME: home.folder } }),
  });
  const port = await portOf(npm);

  end(npm);

  await npm.exit;
  await untilFree(port);
}

async function portOf(program: StartedProgram): Promise<number> {
  const [, port] = await program.writes(/http:\/\/127\.0\.0\.1:(\d+)\/#token=/);
  return Number(port);
}

function startTool(args: readonly string[]): StartedProgram {
  const env = new CommandHome().environment({});
  return new StartedProgram(process.execPath, [...TOOL, ...args], { cwd: ROOT, env });
}

function startNode(lines: readonly string[]): StartedProgram {
  const args = ['--input-type=module', '-e', lines.join('\n')];
  return new StartedProgram(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '' },
  });
}
