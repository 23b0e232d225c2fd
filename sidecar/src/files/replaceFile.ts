import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './makeFolder.ts';

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Mode of the folders that are created. */
  readonly folderMode?: number;
  /** Whether a symbolic link stays one, and the file that it points to is replaced. */
  readonly followLink?: boolean;
}

/**
 * Replaces a file as a whole: a reader, or a start after a crash, finds the old text or the new one.
 * Only the user can read the file, also while it is being written.
 *
 * @throws a system error; then the file is as it was.
 */
export async function replaceFile(
  path: string,
  text: string,
  { folderMode, followLink = false }: ReplaceOptions = {},
): Promise<void> {
  makeFolder(dirname(path), folderMode);
  const target = followLink ? await realpath(path).catch(() => path) : path;
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
