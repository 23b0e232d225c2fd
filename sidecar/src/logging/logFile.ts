import { appendFileSync, closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';

const MAX_BYTES = 1024 * 1024;
const KEPT_FILES = 3;
/** A lock that is older was left by a process that died in the moment of turning over. */
const LOCK_MS = 10_000;

/**
 * Appends lines to `condenser.log` in a folder, readable by the user only. At 1 MB the file becomes
 * condenser.1.log, and so on up to condenser.3.log. Each line is one append, and one process at a
 * time turns the file over, so that several may write. The first failure is told to `onFailure`;
 * after it nothing is written: a log must never stop what it logs.
 */
export function createLogFile(
  folder: string,
  onFailure: (error: unknown) => void,
): (line: string) => void {
  const file = join(folder, 'condenser.log');
  let broken = false;
  return (line) => {
    if (broken) return;
    try {
      const isFull = () => sizeOf(file) + Buffer.byteLength(line) > MAX_BYTES;
      makeFolder(folder, 0o700);
      if (isFull()) turnOver(folder, isFull);
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      broken = true;
      onFailure(error);
    }
  };
}

/** Does nothing while another process does it: then this line still goes to the full file. */
function turnOver(folder: string, isFull: () => boolean): void {
  const lock = join(folder, 'condenser.log.lock');
  if (!take(lock)) return;
  try {
    // Another process may have done it just before.
    if (isFull()) renameAll(folder);
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > LOCK_MS) rmSync(lock, { force: true });
    return false;
  }
}

function renameAll(folder: string): void {
  const name = (index: number) =>
    join(folder, index === 0 ? 'condenser.log' : `condenser.${index}.log`);
  for (let index = KEPT_FILES - 1; index >= 0; index -= 1) {
    if (sizeOf(name(index)) > 0) renameSync(name(index), name(index + 1));
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
