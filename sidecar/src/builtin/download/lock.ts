import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../errors.ts';

const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;
const RETRY_MS = 200;

/** The holder of a lock, as written in the lock file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Distinguishes holders whose process ids are equal because the system reused one. */
  readonly id: string;
}

/**
 * Runs `work` while no other process, and no other call in this one, holds the same lock.
 *
 * The lock of a process that exited, or whose heartbeat stopped for a minute (the process ids of
 * another container mean nothing here), is taken over. The lock therefore saves work but guarantees
 * nothing: `work` must also be correct when two processes rarely run it at once.
 *
 * @param path the lock file; its folder must exist.
 * @param onWait called once with the holder's process id, if the lock is held.
 * @returns the result of `work`. The lock is released also when it rejects.
 */
export async function withLock<T>(
  path: string,
  onWait: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  const self: Holder = { pid: process.pid, host: hostname(), id: randomUUID() };
  await acquire(path, self, onWait);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed heartbeat only makes the lock look older than it is.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.id === self.id) {
      await rm(path, { force: true });
    }
  }
}

async function acquire(path: string, self: Holder, onWait: (pid: number) => void): Promise<void> {
  let waiting = false;
  while (!(await tryCreate(path, self))) {
    const holder = await readHolder(path);
    if (holder !== undefined && (await isStale(path, holder))) {
      await removeStale(path, holder);
    } else if (holder !== undefined) {
      if (!waiting) {
        waiting = true;
        onWait(holder.pid);
      }
      await delay(RETRY_MS);
    }
  }
}

/** Creates the lock file together with its content, so that no process reads an empty one. */
async function tryCreate(path: string, self: Holder): Promise<boolean> {
  const draft = `${path}.${self.id}`;
  await writeFile(draft, JSON.stringify(self));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      return false;
    }
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return undefined;
    }
    if (error instanceof SyntaxError) {
      // Truncated by a crash of the machine: stale once its heartbeat is old enough.
      return { pid: 0, host: '', id: '' };
    }
    throw error;
  }
}

async function isStale(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname() && !isAlive(holder.pid)) {
    return true;
  }
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return false;
    }
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Removes a stale lock, but not a new one that another process has created meanwhile. */
async function removeStale(path: string, stale: Holder): Promise<void> {
  const removed = `${path}.${randomUUID()}`;
  try {
    await rename(path, removed);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return;
    }
    throw error;
  }
  if ((await readHolder(removed))?.id !== stale.id) {
    await link(removed, path).catch(() => undefined);
  }
  await rm(removed, { force: true });
}
