import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../errors.ts';

const beatMs = 5_000;
const silentMs = 60_000;
const retryMs = 200;

/** Who holds a lock, as written in the lock file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells this holder from an earlier one with the same, re-used pid. */
  readonly id: string;
}

/**
 * Runs `work` while no other process (and no other call in this one) runs under the same lock.
 *
 * A holder that died, or whose heartbeat has stopped for a minute (another container's pids say
 * nothing here), is taken over. That takeover makes the lock a way to save work, not a guarantee:
 * what `work` does must also be right when, rarely, two do it at once.
 *
 * @param path the lock file; its folder must exist.
 * @param onWait called once, with the holder's pid, when the lock is taken.
 * @returns what `work` returns; rejects with what it rejects with, the lock released either way.
 */
export async function withLock<T>(
  path: string,
  onWait: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> {
  const self: Holder = { pid: process.pid, host: hostname(), id: randomUUID() };
  await acquire(path, self, onWait);
  const beat = setInterval(() => {
    const now = new Date();
    // A beat that fails only makes the lock look older than it is.
    utimes(path, now, now).catch(() => undefined);
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
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
      await takeAway(path, holder);
    } else if (holder !== undefined) {
      if (!waiting) {
        waiting = true;
        onWait(holder.pid);
      }
      await delay(retryMs);
    }
  }
}

/** Creates the lock file with its content in one step, so that nobody reads an empty one. */
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
      // Cut short by a crash of the machine: stale as soon as it has been silent for long enough.
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
    return Date.now() - (await stat(path)).mtimeMs > silentMs;
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

/** Removes a stale lock, but not a fresh one that another waiter put there in the meantime. */
async function takeAway(path: string, stale: Holder): Promise<void> {
  const grave = `${path}.${randomUUID()}`;
  try {
    await rename(path, grave);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      return;
    }
    throw error;
  }
  if ((await readHolder(grave))?.id !== stale.id) {
    await link(grave, path).catch(() => undefined);
  }
  await rm(grave, { force: true });
}
