import { constants } from 'node:fs';
import { access, type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NotSavedError } from '../../errors/index.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const NEWLINE = 0x0a;

/** Where a file ends, and which file it is. */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
  readonly inode: number;
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

  /** Undefined when there is no such file. */
  async stamp(): Promise<FileStamp | undefined> {
    try {
      const { size, mtimeMs, ino } = await stat(this.path);
      return { size, modified: mtimeMs, inode: ino };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** The bytes from there on; empty when there is no such file. */
  async readFrom(start: number): Promise<Buffer> {
    let file: FileHandle;
    try {
      file = await open(this.path, 'r');
    } catch (error) {
      if (isMissing(error)) return Buffer.alloc(0);
      throw error;
    }
    try {
      const { size } = await file.stat();
      const bytes = Buffer.alloc(Math.max(0, size - start));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  }

  /**
   * Appends a line. `durable` waits until it is on the disk itself, `create` makes the file.
   *
   * @throws NotSavedError; nothing of the line counts then, whatever of it is in the file.
   */
  async append(line: string, options: { durable: boolean; create: boolean }): Promise<void> {
    try {
      if (options.create) await makeFolder(dirname(this.path));
      const file = await open(this.path, options.create ? 'a+' : appendToExisting(), PRIVATE_FILE);
      try {
        await this.writeLine(file, line);
        if (options.durable) await file.datasync();
      } finally {
        await file.close();
      }
      if (options.create && options.durable) await syncFolder(dirname(this.path));
    } catch (cause) {
      throw new NotSavedError({ path: this.path, reason: reasonOf(cause) }, { cause });
    }
  }

  /** Takes the file off the disk; no error when it is not there. */
  async erase(): Promise<void> {
    try {
      await rm(this.path, { force: true });
    } catch (cause) {
      throw new NotSavedError({ path: this.path, reason: reasonOf(cause) }, { cause });
    }
  }

  private async writeLine(file: FileHandle, line: string): Promise<void> {
    const { size } = await file.stat();
    const bytes = Buffer.from((await endsOpen(file, size)) ? `\n${line}` : line);
    const { bytesWritten } = await file.write(bytes);
    // A disk that is full takes a part. The next append ends that line and begins anew.
    if (bytesWritten < bytes.length) throw new Error('ENOSPC: the disk took only a part');
  }
}

/** Whether the last line has no end: a process died while it wrote it, or the disk was full. */
async function endsOpen(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (error) {
    // On a read-only disk Node calls the folder missing; the system itself says what is wrong.
    await access(dirname(folder), constants.W_OK);
    throw error;
  }
}

/** Reads too, for the last byte; and a file that somebody erased is not made again. */
function appendToExisting(): number {
  return constants.O_RDWR | constants.O_APPEND;
}

/** The name of a new file is in its folder, which is kept apart. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
