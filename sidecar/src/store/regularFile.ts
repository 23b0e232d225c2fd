import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { codeOf, hasCode } from '../errors.ts';

/** More than any conversation or index needs; a sparse file can claim any size. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Why an existing file cannot be read. */
export type UnreadableReason = 'unreadable' | 'notAFile' | 'tooLarge';

/** A path that exists but is not a readable file. `detail` is the system's error code. */
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
 * The stats of a regular file; undefined if the path does not exist.
 *
 * @throws UnreadableFileError for a folder, a pipe, a device or a dangling link.
 */
export async function statRegular(path: string): Promise<Stats | undefined> {
  try {
    return requireRegular(await stat(path));
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    // For the system a dangling link does not exist; the user sees one.
    if (isMissing(error) && (await hasNoEntry(path))) return undefined;
    throw unreadable(error);
  }
}

/**
 * The bytes of a regular file from `start` on; undefined if the path does not exist. Never blocks
 * on a pipe, and never opens a device.
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
    // It may have been replaced since.
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

/** Windows has neither named pipes in folders nor this flag. */
export function nonBlocking(): number {
  return constants.O_NONBLOCK ?? 0;
}

/** Whether a system error means that the path does not exist. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR');
}

async function hasNoEntry(path: string): Promise<boolean> {
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
