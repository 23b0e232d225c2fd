import { join } from 'node:path';
import type { Settings } from '@condenser/protocol';
import envPaths from 'env-paths';
import { makeFolder } from '../files/makeFolder.ts';
import type { AddressSource } from '../i18n/wording.ts';
import type { LogLevel } from '../logging/logger.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';

/** Defined by the build, from package.json. */
declare const CONDENSER_VERSION: string | undefined;

/** The version of this build; "0.0.0" when it runs from source. */
export const version = typeof CONDENSER_VERSION === 'string' ? CONDENSER_VERSION : '0.0.0';

/** Flags that every command has. */
export interface CommonFlags {
  readonly model?: string;
  readonly ollamaHost?: string;
  readonly strategy?: string;
  readonly logLevel?: LogLevel;
  /** Where conversations are stored; default: the platform's data folder. */
  readonly dataDir?: string;
  /** `--builtin [file]` or `--no-builtin`; undefined when neither was given. */
  readonly builtin?: boolean | string;
  /** Set by `npm start`: use the built-in engine when Ollama is missing or has no model. */
  readonly builtinFallback?: boolean;
  /** Set by `npm start`: open the page where there is a display. */
  readonly openBrowser?: boolean;
}

/** `OLLAMA_HOST`; undefined when it is empty. */
export function environmentHost(): string | undefined {
  return process.env.OLLAMA_HOST || undefined;
}

/** The proxies that the environment names. */
export function environmentProxy(): ProxyEnvironment {
  const { env } = process;
  return {
    http: env.http_proxy ?? env.HTTP_PROXY,
    https: env.https_proxy ?? env.HTTPS_PROXY,
    no: env.no_proxy ?? env.NO_PROXY,
  };
}

/** The locale of the environment, in the precedence that POSIX defines. */
export function environmentLocale(): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return LC_ALL || LC_MESSAGES || LANG || undefined;
}

/** Which source the address of Ollama comes from. A flag beats the environment and the settings. */
export function addressSource(flags: CommonFlags, settings: Settings): AddressSource {
  if (flags.ollamaHost !== undefined) return 'flag';
  if (environmentHost()) return 'environment';
  return settings.ollamaHost === undefined ? 'default' : 'settings';
}

/**
 * Whether the built-in engine may replace Ollama: only when neither an address nor a model was set,
 * since a wrong one must be reported, not replaced.
 */
export function mayFallBack(flags: CommonFlags, { ollamaHost, model }: Settings): boolean {
  return flags.builtinFallback === true && ollamaHost === undefined && model === undefined;
}

/** The folders of this platform, by purpose. */
export function folders(): Record<'config' | 'data' | 'cache' | 'log', string> {
  const { config, data, cache, log } = envPaths('condenser', { suffix: '' });
  return { config, data, cache, log };
}

/** `settings.json` in the platform's configuration folder. */
export function settingsFile(): string {
  return join(folders().config, 'settings.json');
}

/** Where conversations are stored. */
export function dataFolder(flags: CommonFlags): string {
  return flags.dataDir ?? folders().data;
}

/**
 * The working folder for programs that neither read nor write there. Created if missing.
 *
 * @throws a system error when it cannot be created.
 */
export function workingFolder(): string {
  const { cache } = folders();
  makeFolder(cache);
  return cache;
}
