import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from '../../errors.ts';
import { exists } from '../../files/diskSpace.ts';
import { makeFolder } from '../../files/makeFolder.ts';
import { withLock } from './lock.ts';

/**
 * Builds the folder `target` once, completely or not at all.
 *
 * `build` fills a temporary folder beside it, which is then renamed to `target`: an existing `target`
 * is complete, whatever was interrupted before. The files that `build` writes must not depend on the
 * path of the temporary folder. Of several callers, in any number of processes, one builds. The
 * leftovers of builds that crashed are removed.
 *
 * @param onWait called once with the id of another process, if that one is building.
 * @returns `target`.
 * @throws the error of `build`, after the temporary folder was removed.
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
    // Another process took over the lock and was faster; its folder is as complete as this one.
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
