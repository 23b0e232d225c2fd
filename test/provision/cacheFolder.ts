import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildOnce as buildFolderOnce } from '@condenser/sidecar/builtin/download/buildOnce.ts';
import type { Report } from './part.ts';

export { exists } from '@condenser/sidecar/files/diskSpace.ts';

const ownName = 'condenser-test';

/**
 * The folder that keeps the real parts between runs. It is outside of the work tree, so that a clean
 * checkout does not download them again. It may not exist yet.
 *
 * @returns `CONDENSER_TEST_CACHE`, or our folder in `XDG_CACHE_HOME` or in `~/.cache`; always absolute.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CONDENSER_TEST_CACHE) {
    return resolve(env.CONDENSER_TEST_CACHE);
  }
  return resolve(env.XDG_CACHE_HOME || join(homedir(), '.cache'), ownName);
}

/** The sidecar's {@link buildFolderOnce}; reports when it waits for another process. */
export function buildOnce(
  target: string,
  build: (folder: string) => Promise<void>,
  report: Report,
): Promise<string> {
  const onWait = (pid: number) => report(`waiting for process ${pid}, which is making it`);
  return buildFolderOnce(target, build, onWait);
}
