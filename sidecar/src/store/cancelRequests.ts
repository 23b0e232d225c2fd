import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CondenserError, messageOf } from '../errors.ts';
import { makeFolder } from '../files/makeFolder.ts';
import type { Logger } from '../logging/logger.ts';
import { watchDirectory } from './directoryWatch.ts';

/** Somebody waits for the answer to stop: file systems that notify of nothing are polled this often. */
const POLL_MS = 1_000;
/** A request that is older was left by a process that died while it waited. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Asks other processes on the same data folder to stop a turn: an empty file that has the id of the
 * turn as its name. The process that runs the turn sees it; the one that asks takes it away again.
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
   * Tells of every turn that is to be stopped, from now on.
   *
   * @returns what ends it.
   */
  watch(onRequest: (turnId: string) => void): () => void {
    const lookAtAll = () => {
      this.pending().then(
        (turnIds) => turnIds.forEach(onRequest),
        () => undefined,
      );
    };
    const changed = (names: readonly string[]) => names.forEach(onRequest);
    const timing = { gatherMs: 0, pollMs: POLL_MS };
    const stop = watchDirectory(this.folder, { changed, lookAtAll }, this.logger, timing);
    lookAtAll();
    return stop;
  }

  /** The requests that are there; those that were left behind are taken away. */
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
