import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The free bytes on the disk of a folder, which must exist. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether `path` exists. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The path itself, or its nearest parent that exists. */
export async function nearestExisting(path: string): Promise<string> {
  for (let current = path; ; current = dirname(current)) {
    if ((await exists(current)) || dirname(current) === current) return current;
  }
}
