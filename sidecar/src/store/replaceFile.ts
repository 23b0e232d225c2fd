import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';

/**
 * Replaces a file as a whole: a reader sees the old one or the new one, also after a crash. Private
 * to the person. `tag` tells the files of several processes apart while they are written.
 */
export async function replaceFile(path: string, text: string, tag: string): Promise<void> {
  makeFolder(dirname(path), 0o700);
  const temporary = `${path}.${tag}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
