import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { hasCode } from '../../errors.ts';
import { isProcessAlive } from '../../programs/processInfo.ts';

const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;
const RETRY_MS = 200;

/** The process that holds a lock, as written in the lock file. */
const Holder = z.object({
  pid: z.int(),
  host: z.string(),
  /** Unique per acquisition, as process ids are reused. */
  id: z.string(),
});
type Holder = z.infer<typeof Holder>;

/** The holder of a lock file that a crash of the system has cut short. */
const UNKNOWN_HOLDER: Holder = { pid: 0, host: '', id: '' };

/**
 * Runs `work` while no other process, and no other call in this one, holds the same lock.
 *
 * A lock is taken over from a process that has died, or that has missed its heartbeat for a minute
 * (the process ids of another container mean nothing here). So the lock saves work, but guarantees
 * nothing: on rare occasions two run `work` at once, and it must be correct then too.
 *
 * @param path the lock file; its folder must exist.
 * @param onWait called once, with the holder's process id, if the lock is held.
 * @returns what `work` returns, or rejects with its error; the lock is released either way.
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
    // A failed heartbeat only makes the lock look older than it is.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.id === self.id) await rm(path, { force: true });
  }
}

async function acquire(path: string, self: Holder, onWait: (pid: number) => void): Promise<void> {
  let isWaiting = false;
  while (!(await tryCreate(path, self))) {
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (await isStale(path, holder)) {
      await removeStale(path, holder);
      continue;
    }
    if (!isWaiting) onWait(holder.pid);
    isWaiting = true;
    await delay(RETRY_MS);
  }
}

/** Creates the lock file together with its content, so that a reader never finds it empty. */
async function tryCreate(path: string, self: Holder): Promise<boolean> {
  const draft = `${path}.${self.id}`;
  await writeFile(draft, JSON.stringify(self));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Undefined if the lock is free. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.catch(UNKNOWN_HOLDER).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (error instanceof SyntaxError) return UNKNOWN_HOLDER;
    throw error;
  }
}

async function isStale(path: string, holder: Holder): Promise<boolean> {
  if (holder.host === hostname() && !isProcessAlive(holder.pid)) return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Removes a stale lock, but not one that another process has acquired in the meantime. */
async function removeStale(path: string, stale: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readHolder(aside))?.id !== stale.id) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}
