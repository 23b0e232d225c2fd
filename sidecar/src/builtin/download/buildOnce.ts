import { access, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from '../../errors.ts';
import { makeFolder } from '../../files/makeFolder.ts';
import { withLock } from './lock.ts';

/** Whether something is at `path`. */
export async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes the folder `target` once, all of it or nothing.
 *
 * `build` fills a temporary folder beside it, which becomes `target` by one rename: a `target`
 * that exists is complete, whatever was interrupted before. What `build` writes must not depend
 * on the temporary folder's own path. Several callers at once, in any number of processes, build
 * once; leftovers of builds that died are removed.
 *
 * @param onWait called once, with the process that is at it, when another one is.
 * @returns `target`.
 * @throws what `build` throws; its temporary folder is gone then.
 */
export async function buildOnce(
  target: string,
  build: (folder: string) => Promise<void>,
  onWait: (pid: number) => void,
): Promise<string> {
  if (await exists(target)) {
    return target;
  }
  makeFolder(dirname(target));
  await withLock(`${target}.lock`, onWait, async () => {
    if (!(await exists(target))) {
      await removeLeftovers(target);
      await buildAside(target, build);
    }
  });
  return target;
}

async function buildAside(target: string, build: (folder: string) => Promise<void>): Promise<void> {
  const aside = await mkdtemp(draftPrefix(target));
  try {
    await build(aside);
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Someone who took our lock over was faster; theirs is as complete as ours.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST') || !(await exists(target))) {
      throw error;
    }
  }
}

async function removeLeftovers(target: string): Promise<void> {
  const prefix = basename(draftPrefix(target));
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix)) {
      await rm(join(dirname(target), name), { recursive: true, force: true });
    }
  }
}

function draftPrefix(target: string): string {
  return join(dirname(target), `.${basename(target)}.draft-`);
}
