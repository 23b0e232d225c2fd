import { type FSWatcher, watch } from 'node:fs';
import { makeFolder } from '../files/makeFolder.ts';
import type { Logger } from '../logging/logger.ts';

/** How soon changes are reported. */
export interface WatchTiming {
  /** Changes within this time are reported together. */
  readonly debounceMs: number;
  /** Some file systems report nothing, so that the folder is also polled. */
  readonly pollMs: number;
}

const DEFAULT_TIMING: WatchTiming = { debounceMs: 200, pollMs: 10_000 };

/** Called when a watched folder changes. */
export interface DirectoryListener {
  /** The files of these names have changed. */
  readonly changed: (names: readonly string[]) => void;
  /** Any file may have changed. */
  readonly rescan: () => void;
}

/**
 * Watches the files of a folder, by the system's notifications and by a slow poll. Does not keep
 * the process alive.
 *
 * @returns a function that stops watching.
 */
export function watchDirectory(
  folder: string,
  listener: DirectoryListener,
  logger: Logger,
  { debounceMs, pollMs }: WatchTiming = DEFAULT_TIMING,
): () => void {
  const names = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const report = () => {
    timer = undefined;
    const changed = [...names];
    names.clear();
    listener.changed(changed);
  };
  const watcher = startWatcher(folder, logger, (name) => {
    names.add(name);
    timer ??= setTimeout(report, debounceMs).unref();
  });
  const poll = setInterval(() => listener.rescan(), pollMs).unref();
  return () => {
    watcher?.close();
    clearInterval(poll);
    clearTimeout(timer);
  };
}

function startWatcher(
  folder: string,
  logger: Logger,
  onName: (name: string) => void,
): FSWatcher | undefined {
  const onFailure = (error: unknown) =>
    logger.info(`${folder} is watched by polling only: ${String(error)}`);
  try {
    makeFolder(folder, 0o700);
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null) onName(name);
    });
    return watcher.on('error', onFailure);
  } catch (error) {
    onFailure(error);
    return undefined;
  }
}
