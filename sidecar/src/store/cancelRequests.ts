import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CondenserError, messageOf } from '../errors.ts';
import { makeFolder } from '../files/makeFolder.ts';
import type { Logger } from '../logging/logger.ts';
import { watchDirectory } from './directoryWatch.ts';

/** Short, as a user is waiting: for file systems that report no changes. */
const POLL_MS = 1_000;
/** An older request was left behind by a process that died while it waited. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Requests to other processes on the data folder to stop a turn. A request is an empty file named
 * after the turn; the process that runs the turn watches for it, and the one that made it removes
 * it again.
 */
export class CancelRequests {
  private readonly folder: string;
  private readonly logger: Logger;

  constructor(folder: string, logger: Logger) {
    this.folder = folder;
    this.logger = logger;
  }

  /** @throws `notSaved` */
  async add(turnId: string): Promise<void> {
    const path = this.path(turnId);
    try {
      makeFolder(dirname(path), 0o700);
      await writeFile(path, '', { mode: 0o600 });
    } catch (cause) {
      const reason = messageOf(cause);
      throw new CondenserError('notSaved', { path, reason }, { cause });
    }
  }

  async remove(turnId: string): Promise<void> {
    await rm(this.path(turnId), { force: true }).catch(() => undefined);
  }

  /**
   * Calls `onRequest` for each turn that is to be stopped, pending requests included.
   *
   * @returns a function that stops watching.
   */
  watch(onRequest: (turnId: string) => void): () => void {
    const rescan = () => {
      this.pending().then(
        (turnIds) => turnIds.forEach(onRequest),
        () => undefined,
      );
    };
    const changed = (names: readonly string[]) => names.forEach(onRequest);
    const timing = { debounceMs: 0, pollMs: POLL_MS };
    const stop = watchDirectory(this.folder, { changed, rescan }, this.logger, timing);
    rescan();
    return stop;
  }

  /** The pending requests, after removing those that were left behind. */
  private async pending(): Promise<string[]> {
    const names = await readdir(this.folder);
    const pending: string[] = [];
    for (const name of names) {
      const stats = await stat(this.path(name)).catch(() => undefined);
      if (stats && Date.now() - stats.mtimeMs > MAX_AGE_MS) await this.remove(name);
      else pending.push(name);
    }
    return pending;
  }

  private path(turnId: string): string {
    return join(this.folder, turnId);
  }
}
