import { expect, test } from 'vitest';
import { CommandHome } from './commandHome.ts';
import { startFake } from './starting.ts';

test.each([[''], ['   '], ['\t\n'], ['\u3000\u00a0']])(
  'the question %j asks nothing, and is refused',
  async (question) => {
    const fake = await startFake();

    const { code, stderr } = await new CommandHome().run(['ask', question], { fake });

    expect(code).toBe(2);
    expect(stderr).toBe(
      'condenser: "condenser ask" requires <question>. See: condenser ask --help\n',
    );
    expect(fake.chats).toHaveLength(0);
  },
);

test('piped input is the question when the command line has a blank one', async () => {
  const fake = await startFake();

  const ended = await new CommandHome().run(['ask', '  '], { fake, input: 'What is a queue?' });

  expect(ended.code).toBe(0);
  expect(fake.chats).toHaveLength(1);
});
