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

  it('creates missing folders with the mode, and leaves existing ones alone', () => {
    const path = join(home, 'a', 'b', 'c');
    makeFolder(path, 0o700);
    makeFolder(path, 0o755);
    for (const folder of ['a', 'a/b', 'a/b/c']) {
      expect(statSync(join(home, folder)).mode & 0o777).toBe(0o700);
    }
  });

  it('creates a folder inside one that a link points to', () => {
    makeFolder(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, 'link'));
    makeFolder(join(home, 'link', 'inside'));
    expect(statSync(join(home, 'real', 'inside')).isDirectory()).toBe(true);
  });

  it.each([
    ['a file', 'file'],
    ['a folder below a file', 'file/folder/below'],
    ['a dangling link', 'dangling'],
    ['a folder below a dangling link', 'dangling/below'],
  ])('fails for %s with ENOTDIR', (_, path) => {
    writeFileSync(join(home, 'file'), '');
    symlinkSync(join(home, 'nowhere'), join(home, 'dangling'));
    expect(() => makeFolder(join(home, path))).toThrow(
      expect.objectContaining({ code: 'ENOTDIR' }),
    );
  });

  it
    .skipIf(process.platform !== 'linux')
    .each(['/proc/x', '/proc/x/y/z', '/dev/null', '/dev/null/x'])(
    'fails for %s instead of hanging',
    (path) => {
      expect(() => makeFolder(path)).toThrow();
    },
  );
});
