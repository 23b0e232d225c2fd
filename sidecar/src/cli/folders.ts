import envPaths from 'env-paths';
import { makeFolder } from '../files/makeFolder.ts';

/** The folders of this platform, by what they hold. */
export function folders(): Record<'config' | 'data' | 'cache' | 'log', string> {
  const { config, data, cache, log } = envPaths('condenser', { suffix: '' });
  return { config, data, cache, log };
}

/**
 * The working folder of programs that read and write nothing there, made where it is missing.
 *
 * @throws a system error where it cannot be made.
 */
export function workingFolder(): string {
  const { cache } = folders();
  makeFolder(cache);
  return cache;
}
