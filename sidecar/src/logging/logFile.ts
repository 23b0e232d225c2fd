import { appendFileSync, closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../errors.ts';
import { makeFolder } from '../files/makeFolder.ts';

const MAX_BYTES = 1024 * 1024;
const KEPT_FILES = 3;
/** An older lock was left by a process that died during a rotation. */
const LOCK_MS = 10_000;

/**
 * Appends lines to `condenser.log` in a folder, readable only by the user. At 1 MB the file becomes
 * condenser.1.log, and so on up to condenser.3.log. Several processes may write: each line is a single
 * append, and one process at a time rotates the files. Writes are synchronous, so that the lines before
 * a crash are kept. The first failure is passed to `onFailure`, and nothing is written after it.
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
      if (isFull()) rotate(folder, isFull);
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      broken = true;
      onFailure(error);
    }
  };
}

/** Does nothing while another process rotates: then this line still goes to the full file. */
function rotate(folder: string, isFull: () => boolean): void {
  const lock = join(folder, 'condenser.log.lock');
  if (!acquire(lock)) return;
  try {
    // Another process may just have rotated.
    if (isFull()) renameFiles(folder);
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > LOCK_MS) rmSync(lock, { force: true });
    return false;
  }
}

function renameFiles(folder: string): void {
  const name = (index: number) =>
    join(folder, index === 0 ? 'condenser.log' : `condenser.${index}.log`);
  for (let index = KEPT_FILES - 1; index >= 0; index -= 1) {
    if (sizeOf(name(index)) > 0) renameSync(name(index), name(index + 1));
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
