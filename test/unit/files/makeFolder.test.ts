import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '@condenser/sidecar/files/makeFolder.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('makeFolder', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'condenser-folder-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('makes all that is missing, with the mode, and leaves what is there', () => {
    const path = join(home, 'a', 'b', 'c');
    makeFolder(path, 0o700);
    makeFolder(path, 0o755);
    for (const folder of ['a', 'a/b', 'a/b/c']) {
      expect(statSync(join(home, folder)).mode & 0o777).toBe(0o700);
    }
  });

  it('makes the folder that a link leads to, where that is there', () => {
    makeFolder(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, 'link'));
    makeFolder(join(home, 'link', 'inside'));
    expect(statSync(join(home, 'real', 'inside')).isDirectory()).toBe(true);
  });

  it.each([
    ['a file', 'file'],
    ['a folder below a file', 'file/folder/below'],
    ['a link that leads nowhere', 'dangling'],
    ['a folder below a link that leads nowhere', 'dangling/below'],
  ])('refuses %s as something that is no folder', (_, path) => {
    writeFileSync(join(home, 'file'), '');
    symlinkSync(join(home, 'nowhere'), join(home, 'dangling'));
    expect(() => makeFolder(join(home, path))).toThrow(
      expect.objectContaining({ code: 'ENOTDIR' }),
    );
  });

  it
    .skipIf(process.platform !== 'linux')
    .each(['/proc/x', '/proc/x/y/z', '/dev/null', '/dev/null/x'])(
    'refuses %s, and does not wait for ever',
    (path) => {
      expect(() => makeFolder(path)).toThrow();
    },
  );
});
