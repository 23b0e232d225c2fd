import { existsSync, readFileSync } from 'node:fs';
import { StatusGetRequest } from '@condenser/protocol';
import { expect, test } from 'vitest';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { StartedProgram } from './startedProgram.ts';
import { startFake, startSidecar } from './starting.ts';

/** The number of lines logged after the reader has exited; the first one may still fit into the pipe. */
const LINES = 20;

test.each(['web', 'serve'])('%s survives a closed stderr', async (command) => {
  const { home, program, port } = await start(command);

  program.process.stderr.destroy();
  for (let count = 0; count < LINES; count += 1) await refusedRequest(port);

  const { status } = await fetch(`http://127.0.0.1:${port}/`);
  expect(status).toBe(command === 'web' ? 200 : 404);
  expect(program.process.exitCode).toBeNull();
  if (command === 'web') expect(logLines(home, 'Rejected a request')).toBe(LINES);
});

test('web survives a closed stdout', async () => {
  const { program, port } = await start('web');

  program.process.stdout.destroy();
  program.process.stderr.destroy();
  await refusedRequest(port);

  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});

test('stdio survives a closed stderr, and still logs to the file', async () => {
  const sidecar = await startSidecar({ fake: await startFake() });
  const { process, home } = sidecar.child;

  process.stderr.destroy();
  for (let count = 0; count < LINES; count += 1) {
    sidecar.child.send({ jsonrpc: '2.0', id: null, error: { code: 1, message: 'x' } });
    await sidecar.request(StatusGetRequest, undefined);
  }

  expect(await sidecar.ask('still there?')).toMatchObject({ stopReason: 'complete' });
  const log = readFileSync(`${home}/.local/state/condenser/condenser.log`, 'utf8');
  expect(log.match(/Received response message without id/g)).toHaveLength(LINES);
});

test.each(['doctor', 'models list', 'conversations list', '--help'])(
  '%s exits normally when its output is not read',
  async (command) => {
    const home = new CommandHome();
    const fake = await startFake();
    const program = new StartedProgram(process.execPath, [BUNDLE, ...command.split(' ')], {
      cwd: home.folder,
      env: home.environment({ fake }),
    });

    program.process.stdout.destroy();
    program.process.stderr.destroy();

    expect((await program.exit).signal).toBeNull();
    expect([0, 1]).toContain((await program.exit).code);
  },
);

test('a chat whose output is closed sends no further question', async () => {
  const home = new CommandHome();
  const fake = await startFake({ replies: [{ tokens: ['a', 'b'], hold: [1] }] });
  const program = new StartedProgram(process.execPath, [BUNDLE, 'chat'], {
    cwd: home.folder,
    env: home.environment({ fake }),
  });
  program.process.stdin.write('first\n');
  const { request } = await fake.log.waitFor('held');

  program.process.stdout.destroy();
  fake.release(request);
  await fake.log.waitFor('over');

  expect(await program.exit).toEqual({ code: 0, signal: null });
});

async function start(
  command: string,
): Promise<{ home: CommandHome; program: StartedProgram; port: number }> {
  const home = new CommandHome();
  const program = new StartedProgram(
    process.execPath,
    [BUNDLE, '--no-builtin', command, '--port', '0'],
    { cwd: home.folder, env: home.environment({ fake: await startFake() }) },
  );
  const [, port] = await program.writes(/http:\/\/127\.0\.0\.1:(\d+)/);
  return { home, program, port: Number(port) };
}

/** A request that is refused and logged. */
async function refusedRequest(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/nothing-here`);
  await response.arrayBuffer();
}

function logLines(home: CommandHome, text: string): number {
  const file = home.path('condenser', 'condenser.log');
  if (!existsSync(file)) return 0;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(text)).length;
}
