import { mkdirSync, readFileSync } from 'node:fs';
import { SettingsGetRequest, SettingsUpdateRequest, StatusGetRequest } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import { CommandHome } from './commandHome.ts';
import { startFake, startSidecar } from './starting.ts';

const malformed: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ['cut off', '{"model": "a', /settings\.json is malformed: .*JSON.*or delete it to restore/],
  ['a list', '[]', /settings\.json is malformed: not a JSON object/],
  ['null', 'null', /settings\.json is malformed: not a JSON object/],
  ['not text', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), /settings\.json is malformed: /],
  ['wrong in a field', '{"temperature": 9}', /settings\.json: "temperature": /],
];

test.each([
  ['empty', ''],
  ['a newline', '\n'],
  ['blank', ' \t\r\n '],
  ['a byte order mark', '\ufeff'],
  ['an empty object', '{}'],
])('a settings.json that is %s is no settings', async (_, text) => {
  const home = new CommandHome();
  home.writeSettings(text);
  const fake = await startFake();

  expect(await home.run(['ask', 'why'], { fake })).toMatchObject({ code: 0, stderr: '' });
  const sidecar = await startSidecar({ fake, env: home.environment({ fake }) });
  expect(await sidecar.request(StatusGetRequest, undefined)).not.toHaveProperty('settingsProblem');
  await sidecar.request(SettingsUpdateRequest, { changes: { temperature: 0.5 } });
  expect(JSON.parse(readFileSync(home.path('condenser', 'settings.json'), 'utf8'))).toEqual({
    temperature: 0.5,
  });
});

describe.each(malformed)('a settings.json that is %s', (_, text, sentence) => {
  test.each(['ask why', 'web', 'serve', 'chat', 'models list', 'conversations list'])(
    'ends %s with one line and exit code 2',
    async (command) => {
      const home = new CommandHome();
      home.writeSettings(text);

      const { code, stdout, stderr } = await home.run(command.split(' '));

      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(sentence);
      expect(stderr.split('\n')).toHaveLength(2);
    },
  );

  test('makes stdio start with the defaults, as the status and the log report', async () => {
    const home = new CommandHome();
    home.writeSettings(text);
    const fake = await startFake();

    const sidecar = await startSidecar({ fake, env: home.environment({ fake }) });

    expect(await sidecar.request(StatusGetRequest, undefined)).toMatchObject({
      state: 'reachable',
      settingsProblem: expect.stringMatching(sentence),
    });
    expect(await sidecar.request(SettingsGetRequest, undefined)).toMatchObject({
      settings: { strategy: 'condense+history' },
    });
    expect(await sidecar.ask('why?')).toMatchObject({ stopReason: 'complete' });
    expect(sidecar.child.stderr).toContain('The defaults are used: ');
    // Nothing that the user may want to restore is overwritten.
    await expect(
      sidecar.request(SettingsUpdateRequest, { changes: { think: true } }),
    ).rejects.toBeTruthy();
    expect(readFileSync(home.path('condenser', 'settings.json'))).toEqual(Buffer.from(text));
  });
});

test('the status no longer reports a settings.json that was repaired and updated', async () => {
  const home = new CommandHome();
  home.writeSettings('{');
  const fake = await startFake();
  const sidecar = await startSidecar({ fake, env: home.environment({ fake }) });

  home.writeSettings('');
  await sidecar.request(SettingsUpdateRequest, { changes: { think: true } });

  expect(await sidecar.request(StatusGetRequest, undefined)).not.toHaveProperty('settingsProblem');
});

test('an unreadable settings.json is reported by a command and by the doctor', async () => {
  const home = new CommandHome();
  // A folder in its place cannot be read, not even by root.
  mkdirSync(home.path('condenser', 'settings.json'), { recursive: true });

  const { code, stderr } = await home.run(['ask', 'why']);
  const { stdout } = await home.run(['doctor']);

  expect(code).toBe(2);
  for (const text of [stderr, stdout]) {
    expect(text).toMatch(/settings\.json cannot be read: .*\(EISDIR\)/);
    expect(text).toContain('Check the permissions');
    expect(text).not.toContain('Correct that field');
  }
});

test.each(['/dev/null', '/nonexistent/home'])('a home that is %s has no settings', async (HOME) => {
  const home = new CommandHome();
  const env = { HOME, XDG_CONFIG_HOME: HOME, XDG_STATE_HOME: HOME, XDG_CACHE_HOME: HOME };

  const { code, stdout } = await home.run(['ask', 'why'], { fake: await startFake(), env });

  expect({ code, stdout }).toEqual({ code: 0, stdout: 'This is the fake.\n' });
});
