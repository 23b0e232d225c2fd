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

/** Where a file ends, and which file it is. */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
  readonly inode: number;
}

/** What an append has added to a file, to be taken back when the rest of the work is refused. */
export interface Appended {
  readonly start: number;
  readonly end: number;
}

/**
 * A file that only grows. Each append is one write at whatever is the end then, so that several
 * processes may append; nothing is ever written over.
 */
export class ConversationFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Undefined when there is no such file.
   *
   * @throws UnreadableFileError
   */
  async stamp(): Promise<FileStamp | undefined> {
    const stats = await statRegular(this.path);
    return stats && { size: stats.size, modified: stats.mtimeMs, inode: stats.ino };
  }

  /**
   * The bytes from there on; empty when there is no such file.
   *
   * @throws UnreadableFileError
   */
  async readFrom(start: number): Promise<Buffer> {
    return (await readRegular(this.path, start)) ?? Buffer.alloc(0);
  }

  /**
   * Appends whole lines. `durable` waits until they are on the disk itself, `create` makes the file.
   *
   * @throws `notSaved`; what had been written of the lines is taken back then.
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

  /** Takes back what was appended last, where nobody has appended behind it. */
  async takeBack({ start, end }: Appended): Promise<void> {
    const file = await open(this.path, constants.O_RDWR | nonBlocking());
    try {
      await cutBack(file, start, end);
    } finally {
      await file.close();
    }
  }

  /**
   * Whether {@link erase} would be refused, as far as that can be known before.
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
   * Takes the file off the disk; no error when it is not there.
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

  /** The system makes a file before it refuses to write to it. */
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
  const bytes = Buffer.from((await endsOpen(file, size)) ? `\n${lines}` : lines);
  // What is longer would never be read again.
  if (size + bytes.length > MAX_FILE_BYTES) throw new Error('EFBIG: the conversation is too long');
  const { bytesWritten } = await file.write(bytes);
  const end = size + bytesWritten;
  try {
    // A disk that is full takes a part.
    if (bytesWritten < bytes.length) throw new Error('ENOSPC: the disk took only a part');
    if (durable) await file.datasync();
  } catch (error) {
    // Where even that is refused, the next append ends the line and begins anew.
    await cutBack(file, size, end).catch(() => undefined);
    throw error;
  }
  return { start: size, end };
}

/** Cuts the file at `start`, unless it ends elsewhere than at `end`: then others have written. */
async function cutBack(file: FileHandle, start: number, end: number): Promise<void> {
  const { size } = await file.stat();
  if (size === end) await file.truncate(start);
}

/** Whether the last line has no end: a process died while it wrote it, or the disk was full. */
async function endsOpen(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/** Reads too, for the last byte; and a file that somebody erased is not made again. */
function appendFlags(create: boolean): number {
  const flags = constants.O_RDWR | constants.O_APPEND | nonBlocking();
  return create ? flags | constants.O_CREAT : flags;
}

/** The name of a new file is in its folder, which is kept apart. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
