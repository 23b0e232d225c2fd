import { type FSWatcher, watch } from 'node:fs';
import { makeFolder } from '../files/makeFolder.ts';
import type { Logger } from '../logging/logger.ts';

/** How soon changes are told. */
export interface WatchTiming {
  /** Changes of the same moment are told together. */
  readonly gatherMs: number;
  /** Some file systems tell nothing. */
  readonly pollMs: number;
}

const USUAL_TIMING: WatchTiming = { gatherMs: 200, pollMs: 10_000 };

/** What is told of a folder. */
export interface DirectoryListener {
  /** These files have changed, by their names. */
  readonly changed: (names: readonly string[]) => void;
  /** It is time to look at all of them. */
  readonly lookAtAll: () => void;
}

/**
 * Watches the files of a folder, by the system's own notices and by a slow poll. Keeps no process
 * alive.
 *
 * @returns what ends it.
 */
export function watchDirectory(
  folder: string,
  listener: DirectoryListener,
  logger: Logger,
  { gatherMs, pollMs }: WatchTiming = USUAL_TIMING,
): () => void {
  const names = new Set<string>();
  let gathering: NodeJS.Timeout | undefined;
  const tell = () => {
    gathering = undefined;
    const gathered = [...names];
    names.clear();
    listener.changed(gathered);
  };
  const watcher = startWatcher(folder, logger, (name) => {
    names.add(name);
    gathering ??= setTimeout(tell, gatherMs).unref();
  });
  const poll = setInterval(() => listener.lookAtAll(), pollMs).unref();
  return () => {
    watcher?.close();
    clearInterval(poll);
    clearTimeout(gathering);
  };
}

function startWatcher(
  folder: string,
  logger: Logger,
  onName: (name: string) => void,
): FSWatcher | undefined {
  try {
    makeFolder(folder, 0o700);
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null) onName(name);
    });
    watcher.on('error', (error) =>
      logger.info(`${folder} is watched by polling only: ${String(error)}`),
    );
    return watcher;
  } catch (error) {
    logger.info(`${folder} is watched by polling only: ${String(error)}`);
    return undefined;
  }
}
