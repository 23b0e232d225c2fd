import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { codeOf, hasCode } from '../errors.ts';

/** More than a folder of conversations or one of them can need; a sparse file claims any size. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Why a file that is there cannot be read as one. */
export type UnreadableReason = 'unreadable' | 'notAFile' | 'tooLarge';

/** Something of this name is there, and is no file that can be read. `detail` is the system's word. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly reason: UnreadableReason;
  readonly detail: string;

  constructor(reason: UnreadableReason, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.reason = reason;
    this.detail = detail;
  }
}

/**
 * The state of a regular file. Undefined when nothing of this name is there.
 *
 * @throws UnreadableFileError for a folder, a pipe, a device, a link that leads nowhere.
 */
export async function statRegular(path: string): Promise<Stats | undefined> {
  try {
    return requireRegular(await stat(path));
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    // A link that leads nowhere is missing for the system, and there for the person.
    if (isMissing(error) && (await isMissingItself(path))) return undefined;
    throw unreadable(error);
  }
}

/**
 * The bytes of a regular file from `start` on; undefined when nothing of this name is there. Never
 * waits for a pipe, and never opens a device.
 *
 * @throws UnreadableFileError
 */
export async function readRegular(path: string, start = 0): Promise<Buffer | undefined> {
  if ((await statRegular(path)) === undefined) return undefined;
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | nonBlocking());
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(error);
  }
  try {
    // Another one may have taken its place meanwhile.
    const { size } = requireRegular(await file.stat());
    return await readAll(file, start, size);
  } catch (error) {
    throw error instanceof UnreadableFileError ? error : unreadable(error);
  } finally {
    await file.close();
  }
}

/** @throws UnreadableFileError */
export function requireRegular(stats: Stats): Stats {
  if (!stats.isFile()) throw new UnreadableFileError('notAFile', typeOf(stats));
  if (stats.size > MAX_FILE_BYTES) throw new UnreadableFileError('tooLarge', String(stats.size));
  return stats;
}

/** Windows knows neither pipes in folders nor this flag. */
export function nonBlocking(): number {
  return constants.O_NONBLOCK ?? 0;
}

/** Whether an error of the system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR');
}

async function isMissingItself(path: string): Promise<boolean> {
  return lstat(path).then(() => false, isMissing);
}

async function readAll(file: FileHandle, start: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, size - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function unreadable(cause: unknown): UnreadableFileError {
  return new UnreadableFileError('unreadable', codeOf(cause) ?? String(cause), { cause });
}

function typeOf(stats: Stats): string {
  if (stats.isDirectory()) return 'folder';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}
