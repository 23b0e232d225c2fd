import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hasCode } from '../errors.ts';

/**
 * Creates a folder and its missing parents, one at a time. The recursive mkdir of Node never returns
 * when the system reports ENOENT below an existing folder, as in /proc.
 *
 * @param mode of each created folder.
 * @throws a system error; ENOTDIR if a part of the path is not a folder.
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
  for (const folder of missing) createOne(folder, mode);
}

function createOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have created it meanwhile; a dangling link is not a folder.
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
