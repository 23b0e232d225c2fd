import { describe, expect, onTestFinished, test } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { TerminalUser } from '../fakes/terminalUser.ts';
import { pseudoTerminal } from '../provision/pseudoTerminal.ts';
import { BUNDLE, CommandHome } from './commandHome.ts';
import { firstReply, scene } from './scene.ts';
import { startFake } from './starting.ts';

const terminal = await pseudoTerminal.locate();
const PASTE_MARKS_ON = '\u001b[?2004h';
const PASTE_MARKS_OFF = '\u001b[?2004l';
const WAITING = '… reading the question';
const code = ['def size(cache):', '    """how big"""', '\treturn len(cache)', '# the last line'];

describe.skipIf(terminal === undefined)('the chat at a terminal', () => {
  test('a paste stays in the line until Enter, and is sent as one message', async () => {
    const fake = await startFake();
    const user = await atPrompt(fake);

    user.type('Why? ');
    user.type(paste(code.join('\r')));
    await user.waitFor(/# the last line/);
    expect(fake.chats).toHaveLength(0);
    user.type('!\r');

    await user.waitFor(/fake\.\s+> $/);
    expect(questions(fake)).toEqual([`Why? ${code.join('\n')}!`]);
  });

  test.each([
    ['Enter in the same write', `${paste('a\rb')}\r`, 'a\nb'],
    ['CRLF', `${paste('a\r\nb\r\nc')}\r`, 'a\nb\nc'],
    ['a newline at its end', `${paste('a\nb\n')}\r`, 'a\nb'],
    ['an indented first line', `${paste('  a\r  b')}\r`, '  a\n  b'],
    ['one line', `${paste('a')}\r`, 'a'],
    ['two pastes', `${paste('a\r')}${paste('b')}\r`, 'a\nb'],
    ['keys around it', `x ${paste('a\rb')} y\r`, 'x a\nb y'],
    ['a slash and lines', `${paste('/etc/hosts\r127.0.0.1')}\r`, '/etc/hosts\n127.0.0.1'],
    ['escape sequences', `${paste('a\u001b[2J\rb\u0007')}\r`, 'a\nb'],
    ['the sign for a newline', `${paste('press ⏎\rnow')}\r`, 'press ⏎\nnow'],
    ['other letters', `${paste('汉字 😀\ré')}\r`, '汉字 😀\né'],
  ])('a paste with %s is sent as one question', async (_, keys, question) => {
    const fake = await startFake();
    const user = await atPrompt(fake);

    user.type(keys);

    await user.waitFor(/fake\.\s+> $/);
    expect(questions(fake)).toEqual([question]);
  });

  test('a paste of 3,000 lines in many reads is sent as one message', async () => {
    const fake = await startFake({ models: [{ name: 'fake:latest', trainedContext: 262_144 }] });
    const user = await atPrompt(fake);
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index} of the paste`);

    user.type(`${paste(lines.join('\r'))}\r`);

    await user.waitFor(/fake\.\s+> $/);
    expect(questions(fake)).toEqual([lines.join('\n')]);
  });

  test.each([
    ['/quit', '/quit\r', 0],
    ['Ctrl-C', '\u0003', 0],
    ['Ctrl-D', '\u0004', 0],
  ])('%s leaves the terminal as it was', async (_, keys, expected) => {
    const user = await atPrompt(await startFake());
    expect(user.rawScreen).toContain(PASTE_MARKS_ON);

    user.type(keys);

    expect(await user.exit()).toBe(expected);
    expect(user.rawScreen.trimEnd().endsWith(PASTE_MARKS_OFF)).toBe(true);
  });

  test('SIGTERM leaves the terminal as it was', async () => {
    const command = `echo pid $$; exec ${process.execPath} ${BUNDLE} chat`;
    const user = atTerminal(await startFake(), { command });
    const [, pid] = await user.waitFor(/pid (\d+)/);
    await user.waitFor(/> $/);

    process.kill(Number(pid), 'SIGTERM');

    await user.exit();
    expect(user.rawScreen).toMatch(/\[\?2004h[\s\S]*\[\?2004l/);
  });

  test('a status is shown until the first token', async () => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: [0] }] });
    const user = await atPrompt(fake);

    user.type(`${scene.question}\r`);
    await user.waitFor(new RegExp(WAITING));
    const { request } = await fake.log.waitFor('held');
    fake.release(request);
    await user.waitFor(/parsed files\.\s+> $/);

    expect(user.rawScreen).toContain(`\u001b[2m${WAITING}\u001b[22m\r\u001b[2K${scene.answer[0]}`);
  });

  test.each([
    ['before its first word', 0, /Ctrl-C[\s\S]*reading the question\s+\[stopped\]\s+> $/],
    ['in the middle', 1, /\[stopped; partial answer saved\]\s+> $/],
  ])('what is said of an answer stopped %s stands before the next prompt', async (_, at, end) => {
    const fake = await startFake({ replies: [{ ...firstReply, hold: [at] }] });
    const user = await atPrompt(fake);
    user.type(`${scene.question}\r`);
    await fake.log.waitFor('held');
    await user.waitFor(at === 0 ? new RegExp(WAITING) : /\S/);

    user.pressControl('C');

    await user.waitFor(/\]\s+> $/);
    expect(user.screen).toMatch(end);
  });

  test('NO_COLOR turns colours off', async () => {
    const user = atTerminal(await startFake(), {
      env: { NO_COLOR: '1' },
      command: `${process.execPath} ${BUNDLE} ask why`,
    });

    expect(await user.exit()).toBe(0);
    expect(user.rawScreen).toContain(`${WAITING}\r\u001b[2KThis`);
    expect(user.rawScreen).not.toContain('\u001b[2m');
  });

  test('a dumb terminal gets no escape sequence', async () => {
    const user = atTerminal(await startFake(), {
      command: `TERM=dumb ${process.execPath} ${BUNDLE} chat`,
    });
    await user.waitFor(/> $/);

    user.type('why\r');

    await user.waitFor(/reading the question\s+This is the fake\.\s+> $/);
    user.type('/quit\r');
    expect(await user.exit()).toBe(0);
    expect(user.rawScreen).not.toContain('\u001b');
  });
});

test('in a pipe, no status is shown before the first token', async () => {
  const home = new CommandHome();

  const {
    code: exit,
    stdout,
    stderr,
  } = await home.run(['ask', 'why'], { fake: await startFake() });

  expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: 'This is the fake.\n', stderr: '' });
});

/** A user at a terminal with a started chat. */
async function atPrompt(fake: FakeOllama): Promise<TerminalUser> {
  const user = atTerminal(fake, { command: `${process.execPath} ${BUNDLE} chat` });
  await user.waitFor(/> $/);
  return user;
}

function atTerminal(
  fake: FakeOllama,
  { command, env = {} }: { command: string; env?: Record<string, string> },
): TerminalUser {
  const home = new CommandHome();
  // A title would be another call.
  home.writeSettings(JSON.stringify({ titles: 'question' }));
  const user = new TerminalUser(command, {
    cwd: home.folder,
    env: { ...home.environment({ fake }), LANG: 'C.UTF-8', ...env },
  });
  onTestFinished(() => user.kill());
  return user;
}

/** Pasted text as a terminal sends it. */
function paste(text: string): string {
  return `\u001b[200~${text}\u001b[201~`;
}

function questions(fake: FakeOllama): (string | undefined)[] {
  return fake.chats.map(({ body }) => body.messages?.at(-1)?.content);
}
