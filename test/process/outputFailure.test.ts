import { describe, expect, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { homeWith, listed } from './conversationsHome.ts';
import { type Ended, runToEnd } from './runToEnd.ts';
import { StartedProgram } from './startedProgram.ts';
import { startFake } from './starting.ts';

const FULL = '/dev/full';
const REFUSED = 'The output could not be written: no space left on the disk (ENOSPC).';
/** More than one disk page, so that a part of it still fits. */
const LONG_ANSWER = 'word '.repeat(20_000);

describe.skipIf(process.platform !== 'linux')('a failing output', () => {
  test.each([
    ['conversations list'],
    ['conversations export --json'],
    ['models list'],
    ['doctor'],
    ['doctor --json'],
    ['--help'],
    ['--version'],
  ])('%s says so and exits with 1', async (command) => {
    const home = await homeWith('What is a queue?');

    const ended = await runOnto(home, FULL, command.split(' '), await startFake());

    expect(ended.code).toBe(1);
    expect(ended.stderr.match(/The output could not be written/g)).toHaveLength(1);
    expect(ended.stderr).toContain(REFUSED);
  });

  test('ask saves the whole answer, and does not report it as stopped', async () => {
    const home = new CommandHome();

    const ended = await runOnto(home, FULL, ['ask', 'What is a queue?'], await startFake());

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(REFUSED);
    expect(ended.stderr).not.toContain('stopped');
    const [kept] = await listed(home);
    const { stdout } = await home.run(['conversations', 'show', kept?.conversationId ?? '']);
    expect(stdout).toContain('This is the fake.');
    expect(stdout).not.toContain('[stopped');
  });

  test('a chat ends after its running answer', async () => {
    const home = new CommandHome();

    const ended = await runOnto(home, FULL, ['chat'], await startFake(), 'first\nsecond\n');

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(REFUSED);
    const [kept] = await listed(home);
    const { stdout } = await home.run(['conversations', 'show', kept?.conversationId ?? '']);
    expect(stdout).not.toContain('[stopped');
  });

  test('a disk that fills up during an export is reported', async () => {
    const home = new CommandHome();
    const fake = await startFake({ otherwise: { tokens: [LONG_ANSWER] } });
    await home.run(['ask', 'Much, please'], { fake });
    const onSmallDisk =
      'mkdir disk && mount -t tmpfs -o size=16k none disk && exec "$0" "$@" > disk/out';

    const ended = await runToEnd(
      'unshare',
      ['-rm', 'sh', '-c', onSmallDisk, process.execPath, BUNDLE, 'conversations', 'export'],
      { cwd: home.folder, env: home.environment({}) },
    );

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(REFUSED);
  });

  test('a closed reader is not an output failure', async () => {
    const home = await homeWith('What is a queue?');
    const program = new StartedProgram(process.execPath, [BUNDLE, 'conversations', 'list'], {
      cwd: home.folder,
      env: home.environment({}),
    });
    let stderr = '';
    program.process.stderr.on('data', (text) => {
      stderr += String(text);
    });
    program.process.stdout.destroy();

    expect((await program.exit).code).toBe(0);
    expect(stderr).toBe('');
  });
});

/** Runs a command with this file as its stdout. */
function runOnto(
  home: CommandHome,
  file: string,
  args: readonly string[],
  fake: FakeOllama,
  input = '',
): Promise<Ended> {
  const onto = `exec "$0" "$@" > ${file}`;
  return runToEnd('sh', ['-c', onto, process.execPath, BUNDLE, ...args], {
    cwd: home.folder,
    env: home.environment({ fake }),
    input,
  });
}
