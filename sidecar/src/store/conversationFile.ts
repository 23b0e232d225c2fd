import { constants } from 'node:fs';
import { access, type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CondenserError, isError, messageOf } from '../errors.ts';
import { makeFolder } from '../files/makeFolder.ts';
import {
  MAX_FILE_BYTES,
  nonBlocking,
  readRegular,
  requireRegular,
  statRegular,
} from './regularFile.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const NEWLINE = 0x0a;

/** The state of a file, to tell whether it has changed. */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
  readonly inode: number;
}

/** The bytes that an append has added to a file. */
export interface Appended {
  readonly start: number;
  readonly end: number;
}

/**
 * An append-only file. Each append is a single write at the end of the file, so that several
 * processes can append; nothing is ever overwritten.
 */
export class ConversationFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Undefined if the file does not exist.
   *
   * @throws UnreadableFileError
   */
  async stamp(): Promise<FileStamp | undefined> {
    const stats = await statRegular(this.path);
    return stats && { size: stats.size, modified: stats.mtimeMs, inode: stats.ino };
  }

  /**
   * The bytes from `start` on; empty if the file does not exist.
   *
   * @throws UnreadableFileError
   */
  async readFrom(start: number): Promise<Buffer> {
    return (await readRegular(this.path, start)) ?? Buffer.alloc(0);
  }

  /**
   * Appends whole lines. `durable` waits until they have reached the disk, `create` creates a
   * missing file.
   *
   * @throws `notSaved`; then a part that was written has been removed again.
   */
  async append(lines: string, options: { durable: boolean; create: boolean }): Promise<Appended> {
    try {
      if (options.create) this.makeFolder();
      const file = await open(this.path, appendFlags(options.create), PRIVATE_FILE);
      try {
        return await appendTo(file, lines, options.durable);
      } finally {
        await file.close();
        if (options.create && options.durable) await syncFolder(dirname(this.path));
      }
    } catch (cause) {
      if (options.create) await this.removeEmpty();
      throw isError(cause, 'notSaved') ? cause : this.notSaved(cause);
    }
  }

  /** Removes what was appended last, unless another process has appended since. */
  async undoAppend({ start, end }: Appended): Promise<void> {
    const file = await open(this.path, constants.O_RDWR | nonBlocking());
    try {
      await truncateBack(file, start, end);
    } finally {
      await file.close();
    }
  }

  /**
   * Fails if {@link erase} would, as far as that can be known before.
   *
   * @throws `notSaved`
   */
  async requireErasable(): Promise<void> {
    try {
      await access(dirname(this.path), constants.W_OK);
    } catch (cause) {
      throw this.notSaved(cause);
    }
  }

  /**
   * Deletes the file; a missing one is no error.
   *
   * @throws `notSaved`
   */
  async erase(): Promise<void> {
    try {
      await rm(this.path, { force: true });
    } catch (cause) {
      throw this.notSaved(cause);
    }
  }

  /** A file is created even if the system then refuses to write to it. */
  private async removeEmpty(): Promise<void> {
    const stats = await statRegular(this.path).catch(() => undefined);
    if (stats?.size === 0) await rm(this.path, { force: true }).catch(() => undefined);
  }

  private makeFolder(): void {
    const folder = dirname(this.path);
    try {
      makeFolder(folder, PRIVATE_FOLDER);
    } catch (cause) {
      throw this.notSaved(cause, folder);
    }
  }

  private notSaved(cause: unknown, path = this.path): CondenserError<'notSaved'> {
    const reason = messageOf(cause);
    return new CondenserError('notSaved', { path, reason }, { cause });
  }
}

async function appendTo(file: FileHandle, lines: string, durable: boolean): Promise<Appended> {
  const { size } = requireRegular(await file.stat());
  const bytes = Buffer.from((await hasTornLine(file, size)) ? `\n${lines}` : lines);
  // A longer file could not be read again.
  if (size + bytes.length > MAX_FILE_BYTES) throw new Error('EFBIG: the conversation is too long');
  const { bytesWritten } = await file.write(bytes);
  const end = size + bytesWritten;
  try {
    // A full disk accepts only a part.
    if (bytesWritten < bytes.length) throw new Error('ENOSPC: only a part was written');
    if (durable) await file.datasync();
  } catch (error) {
    // If this fails too, the next append ends the torn line first.
    await truncateBack(file, size, end).catch(() => undefined);
    throw error;
  }
  return { start: size, end };
}

/** Truncates the file to `start`, if it still ends at `end`: otherwise others have appended. */
async function truncateBack(file: FileHandle, start: number, end: number): Promise<void> {
  const { size } = await file.stat();
  if (size === end) await file.truncate(start);
}

/** Whether the last line has no newline: its process died while writing, or the disk was full. */
async function hasTornLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/** Reading is for the last byte. Without `create`, a file that was erased stays erased. */
function appendFlags(create: boolean): number {
  const flags = constants.O_RDWR | constants.O_APPEND | nonBlocking();
  return create ? flags | constants.O_CREAT : flags;
}

/** The name of a new file is part of its folder, which is synced separately; not on Windows. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
