import { join } from 'node:path';
import type { Settings } from '@condenser/protocol';
import type { AddressSource } from '../i18n/wording.ts';
import type { LogLevel } from '../logging/logger.ts';
import type { ProxyEnvironment } from '../models/proxy.ts';
import { folders } from './folders.ts';

/** Flags that every command has. */
export interface CommonFlags {
  readonly model?: string;
  readonly ollamaHost?: string;
  readonly strategy?: string;
  readonly logLevel?: LogLevel;
  /** Where conversations are kept, in place of the platform's data folder. */
  readonly dataDir?: string;
  /** `--builtin [file]` or `--no-builtin`; undefined when neither was said. */
  readonly builtin?: boolean | string;
  /** `npm start` says so: without Ollama, or a model of its own, the built-in engine serves. */
  readonly builtinFallback?: boolean;
  /** `npm start` says so: the page opens where there is a display. */
  readonly openBrowser?: boolean;
}

/** `OLLAMA_HOST`; an empty one says nothing. */
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

/** Where the address of Ollama was said, in the order in which one beats the other. */
export function addressSource(flags: CommonFlags, settings: Settings): AddressSource {
  if (flags.ollamaHost !== undefined) return 'flag';
  if (environmentHost()) return 'environment';
  return settings.ollamaHost === undefined ? 'default' : 'settings';
}

/**
 * Whether the engine may serve where Ollama does not: nobody said where Ollama or which model
 * should be, for an address or a name that is wrong is to be told, not replaced.
 */
export function mayFallBack(flags: CommonFlags, { ollamaHost, model }: Settings): boolean {
  return flags.builtinFallback === true && ollamaHost === undefined && model === undefined;
}

/** `settings.json` in the platform's configuration folder. */
export function settingsFile(): string {
  return join(folders().config, 'settings.json');
}

/** Where conversations are kept. */
export function dataFolder(flags: CommonFlags): string {
  return flags.dataDir ?? folders().data;
}

/** The locale of the environment, as POSIX orders its variables. */
export function environmentLocale(): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return LC_ALL || LC_MESSAGES || LANG || undefined;
}

/** Whether a terminal should get colours (no-color.org). */
export function wantsColor(isTerminal: boolean): boolean {
  return obeysEscapes(isTerminal) && !process.env.NO_COLOR;
}

/** Whether a terminal can clear a line and mark a paste. */
export function obeysEscapes(isTerminal: boolean): boolean {
  return isTerminal && process.env.TERM !== 'dumb';
}
