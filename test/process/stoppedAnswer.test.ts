import { once } from 'node:events';
import { expect, test } from 'vitest';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { listed } from './conversationsHome.ts';
import { StartedProgram } from './startedProgram.ts';
import { startFake } from './starting.ts';

const HELD = { replies: [{ tokens: ['One.', ' Two.'], hold: [1] }] };
const HELD_BEFORE = { replies: [{ tokens: ['One.'], hold: [0] }] };

test.each([
  [[], /^Moved to the trash: Count\?\n/, / Restore it with: condenser conversations rm --restore /],
  [
    ['--permanently'],
    /^Deleted permanently: Count\?\n/,
    /Another process (?:deleted|stopped) this/,
  ],
])(
  'a conversation that is removed %j during its answer: both say so',
  async (more, told, heard) => {
    const { home, running } = await startAsk();
    const [conversation] = await listed(home);

    const removed = await home.run([
      'conversations',
      'rm',
      ...more,
      conversation?.conversationId ?? '',
    ]);

    expect(removed).toMatchObject({ code: 0, stderr: expect.stringMatching(told) });
    expect(await running.exit).toEqual({ code: 1, signal: null });
    expect(running.output).toMatch(heard);
  },
);

test.each([
  ['before anything of it had come', HELD_BEFORE, 'C', '[stopped]\n'],
  ['in the middle', HELD, 'C', '[stopped; partial answer saved]\n'],
  ['before anything of it had come', HELD_BEFORE, 'zh_CN.UTF-8', '[已停止]\n'],
  ['in the middle', HELD, 'zh_CN.UTF-8', '[已停止；已生成的部分已保存]\n'],
])('an answer stopped %s is said and shown so (%#)', async (_, options, locale, expected) => {
  const { home, running } = await startAsk(options, { LC_ALL: locale });

  process.kill(running.process.pid ?? 0, 'SIGINT');

  expect(await running.exit).toEqual({ code: 130, signal: null });
  const [conversation] = await listed(home);
  const { stdout } = await home.run(['conversations', 'show', conversation?.conversationId ?? ''], {
    env: { LC_ALL: locale },
  });
  expect(stdout).toContain(expected);
});

test('a terminated process does not report that another program stopped its answer', async () => {
  const { running } = await startAsk();

  process.kill(running.process.pid ?? 0, 'SIGTERM');

  expect(await running.exit).toEqual({ code: 143, signal: null });
  expect(running.output).not.toContain('Another process');
});

/** Starts a question whose answer is held. */
async function startAsk(
  options: Parameters<typeof startFake>[0] = HELD,
  env: Readonly<Record<string, string>> = {},
): Promise<{ home: CommandHome; running: StartedProgram }> {
  const home = new CommandHome();
  const fake = await startFake(options);
  const running = new StartedProgram(process.execPath, [BUNDLE, 'ask', 'Count?'], {
    cwd: home.folder,
    env: home.environment({ fake, env }),
  });
  running.process.stdin.end();
  await fake.log.waitFor('held');
  if (options === HELD && !running.output.includes('One.')) {
    await once(running.process.stdout, 'data');
  }
  return { home, running };
}
