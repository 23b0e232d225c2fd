import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection } from '@condenser/sidecar/models/httpConnection.ts';
import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { readSettings } from '@condenser/sidecar/settings/settingsFile.ts';
import { describe, expect, it, onTestFinished } from 'vitest';

function temporaryPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'file');
}

const connect = (caFile: string) =>
  openConnection({ host: parseOllamaHost(undefined), proxy: {}, caFile });

const odd: readonly (readonly [string, RegExp, () => string])[] = [
  ['a folder', /not a regular file/, () => tmpdir()],
  [
    'larger than memory',
    /larger than/,
    () => {
      const path = temporaryPath();
      writeFileSync(path, '');
      truncateSync(path, 2 ** 40);
      return path;
    },
  ],
];

const posix: typeof odd = [
  ['a device without an end', /not a regular file/, () => '/dev/zero'],
  [
    'a pipe without a writer',
    /not a regular file/,
    () => {
      const path = temporaryPath();
      execFileSync('mkfifo', [path]);
      return path;
    },
  ],
];

describe.each(process.platform === 'win32' ? odd : [...odd, ...posix])(
  'a file that is %s',
  (...given) => {
    const [, why, make] = given;

    it('is rejected as the CA file, naming the setting', async () => {
      await expect(connect(make())).rejects.toMatchObject({
        kind: 'settings',
        facts: { field: 'caFile', problem: expect.stringMatching(why) },
      });
    });

    it('is rejected as the settings file, naming its path', () => {
      const file = make();
      expect(() => readSettings(file)).toThrow(why);
      expect(() => readSettings(file)).toThrow(file);
    });
  },
);

it('a file of a usual size is read completely', () => {
  const file = temporaryPath();
  const stop = 'é'.repeat(200_000);
  writeFileSync(file, JSON.stringify({ model: stop }));
  expect(readSettings(file).model).toBe(stop);
});
