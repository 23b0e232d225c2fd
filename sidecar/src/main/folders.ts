import envPaths from 'env-paths';

/** The folders of this platform, by what they hold. */
export function folders(): Record<'config' | 'data' | 'cache' | 'log', string> {
  const { config, data, cache, log } = envPaths('condenser', { suffix: '' });
  return { config, data, cache, log };
}
