import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hasCode } from '../errors.ts';

/**
 * Makes a folder, and the ones above it that are missing, one at a time. Node's own recursive mkdir
 * never returns where the system refuses with ENOENT below a folder that is there, as in /proc.
 *
 * @param mode of each folder that is made.
 * @throws a system error; ENOTDIR where something that is no folder stands in the way.
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
  for (const folder of missing) makeOne(folder, mode);
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have made it meanwhile; a link that leads nowhere is no folder.
    if (!hasCode(error, 'EEXIST')) throw error;
    if (statsOf(folder)?.isDirectory() !== true) throw notAFolder(folder);
  }
}

/** Undefined where nothing of this name is there. */
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
