import { lstat, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '@condenser/sidecar/files/replaceFile.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../store/storeFixture.ts';

describe('a file that is replaced', () => {
  it('is a new file: a reader of the old one reads it to the end', async () => {
    const path = join(await temporaryFolder(), 'index.json');
    await writeFile(path, 'old and long');
    const before = await stat(path);
    const reader = await open(path, 'r');
    onTestFinished(() => reader.close());

    await replaceFile(path, 'new');

    expect((await stat(path)).ino).not.toBe(before.ino);
    expect(await reader.readFile('utf8')).toBe('old and long');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('stays as it was when the new one cannot be written whole', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'index.json');
    await writeFile(path, 'old');
    const handle = await open(path, 'r');
    const prototype = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const spy = vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(new Error('EIO: i/o error'));
    onTestFinished(() => spy.mockRestore());

    await expect(replaceFile(path, 'new')).rejects.toThrow('EIO');

    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['index.json']);
  });

  it('can be replaced by several calls at once', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'index.json');
    const texts = Array.from({ length: 8 }, (_, index) => `text ${index}`);

    await Promise.all(texts.map((text) => replaceFile(path, text)));

    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['index.json']);
  });

  it('keeps the symbolic link to it where that is asked for', async () => {
    const folder = await temporaryFolder();
    const [target, link] = [join(folder, 'target.json'), join(folder, 'link.json')];
    await writeFile(target, 'old');
    await symlink(target, link);

    await replaceFile(link, 'new', { followLink: true });

    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('new');
    await replaceFile(link, 'newer');
    expect((await lstat(link)).isSymbolicLink()).toBe(false);
    expect(await readFile(target, 'utf8')).toBe('new');
  });
});
