import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CommandHome } from './commandHome.ts';
import type { Ended } from './runToEnd.ts';
import { startFake } from './starting.ts';

/** Paths that cannot be created or are not folders; a name without a slash is in the home. */
const unusable = ['/proc/x', '/proc/x/y', '/dev/null', '/etc/passwd', 'dangling', 'file', 'file/x'];

describe.skipIf(process.platform !== 'linux').each(unusable)('with --data-dir %s', (name) => {
  test('ask prints the answer, reports that it is not saved and where, and exits with 1', async () => {
    const { home, path } = homeWithout(name);

    const { code, stdout, stderr } = await home.run(
      ['--data-dir', path, 'ask', 'What is a queue?'],
      {
        fake: await startFake(),
      },
    );

    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('fake') });
    expect(stderr.match(/This turn was not saved/g)).toHaveLength(1);
    expect(stderr).toContain(`${path}/conversations cannot be written: `);
    expect(stderr).toContain('--data-dir');
  });

  test('conversations list says that the folder cannot be used', async () => {
    const { home, path } = homeWithout(name);

    expectRefusal(await home.run(['--data-dir', path, 'conversations', 'list']), path);
  });
});

test
  .skipIf(process.platform !== 'linux')
  .each([['list', '--deleted'], ['search', 'x'], ['export'], ['show', 'x']])(
  'conversations %s says that the folder cannot be used',
  async (...args) => {
    const { home, path } = homeWithout('file');

    expectRefusal(await home.run(['--data-dir', path, 'conversations', ...args]), path);
  },
);

test('a file in place of the conversations folder is not an empty list', async () => {
  const home = new CommandHome();
  const path = home.path('data');
  mkdirSync(path);
  writeFileSync(home.path('data', 'conversations'), '');

  const { code, stderr } = await home.run(['--data-dir', path, 'conversations', 'list']);

  expect(code).toBe(1);
  expect(stderr).toContain(`${path}/conversations, cannot be used`);
});

test('a missing data folder is an empty list', async () => {
  const home = new CommandHome();

  const { code, stderr } = await home.run([
    '--data-dir',
    home.path('new'),
    'conversations',
    'list',
  ]);

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'There are no conversations yet.\n' });
});

function expectRefusal({ code, stdout, stderr }: Ended, path: string): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`The folder for conversations, ${path}, cannot be used: `);
  expect(stderr.trim().split('\n')).toHaveLength(1);
}

function homeWithout(name: string): { home: CommandHome; path: string } {
  const home = new CommandHome();
  writeFileSync(home.path('file'), 'mine');
  symlinkSync(home.path('nowhere', 'at', 'all'), home.path('dangling'));
  return { home, path: name.startsWith('/') ? name : home.path(name) };
}
