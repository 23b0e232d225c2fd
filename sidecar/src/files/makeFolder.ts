import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hasCode } from '../errors.ts';

/**
 * Creates a folder and its missing parents, one at a time. Node's recursive mkdir never returns if the
 * system refuses with ENOENT inside an existing folder, as in /proc.
 *
 * @param mode of each folder that is created.
 * @throws a system error; ENOTDIR if the path leads through something that is not a folder.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const missing: string[] = [];
  let existing = resolve(path);
  let stats = statsOf(existing);
  while (stats === undefined && dirname(existing) !== existing) {
    missing.unshift(existing);
    existing = dirname(existing);
    stats = statsOf(existing);
  }
  if (stats?.isDirectory() !== true) throw notAFolder(existing);
  for (const folder of missing) createFolder(folder, mode);
}

function createFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have created it in the meantime. A dangling link exists, but is no folder.
    if (!hasCode(error, 'EEXIST')) throw error;
    if (statsOf(folder)?.isDirectory() !== true) throw notAFolder(folder);
  }
}

/** Undefined if the path does not exist. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

function notAFolder(path: string): NodeJS.ErrnoException {
  const error = new Error(`ENOTDIR: not a directory, mkdir '${path}'`);
  return Object.assign(error, { code: 'ENOTDIR', syscall: 'mkdir', path });
}
