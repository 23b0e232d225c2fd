import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Settings } from '@condenser/protocol';
import { Application } from '../application.ts';
import { SettingsError } from '../errors/index.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, includesLevel, type LogLevel } from '../logging/logger.ts';
import type { ProxyEnvironment } from '../model/httpConnection.ts';
import { readSettings } from '../settings/settingsFile.ts';
import type { AddressSource } from '../wording/wording.ts';
import type { BuiltinEngine } from './builtinEngine.ts';
import { folders } from './folders.ts';
import { version } from './version.ts';

/** Flags that every command has. */
export interface CommonFlags {
  readonly model?: string;
  readonly ollamaHost?: string;
  readonly strategy?: string;
  readonly logLevel?: LogLevel;
  /** `--builtin [file]` or `--no-builtin`; undefined when neither was said. */
  readonly builtin?: boolean | string;
  /** `npm start` says so: without Ollama, or a model of its own, the built-in engine serves. */
  readonly builtinFallback?: boolean;
  /** `npm start` says so: the page opens where there is a display. */
  readonly openBrowser?: boolean;
}

/** What is used in place of the settings file: its built-in engine, or no file at all. */
export interface ApplicationSources {
  readonly builtin?: BuiltinEngine;
  readonly ignoreSettingsFile?: boolean;
}

/** The one place that reads the environment. A flag beats it, and it beats the settings file. */
export function createApplication(
  flags: CommonFlags,
  { builtin, ignoreSettingsFile }: ApplicationSources = {},
): Application {
  const stored = ignoreSettingsFile ? Settings.parse({}) : readSettings(settingsFile());
  const settings = withFlags(stored, flags, process.env.OLLAMA_HOST);
  const { logger, setLogLevel } = createLog(flags.logLevel ?? 'warn');
  return new Application({
    version,
    settings: builtin ? forEngine(settings, builtin) : settings,
    engine: builtin?.engine,
    proxy: environmentProxy(),
    locale: environmentLocale(),
    logger,
    setLogLevel,
    clock: () => new Date(),
    newId: randomUUID,
  });
}

/** stderr gets its level; the file in the log folder everything from `info` on. */
function createLog(initialLevel: LogLevel) {
  let level: LogLevel = initialLevel;
  const toFile = createLogFile(folders().log, (error) => {
    // Who reads nothing of this log needs no word of it.
    if (!includesLevel(level, 'debug')) return;
    process.stderr.write(`condenser: no log file can be written: ${String(error)}\n`);
  });
  const logger = createLogger(
    (line, wanted) => {
      toFile(line);
      if (includesLevel(level, wanted)) process.stderr.write(line);
    },
    () => (includesLevel(level, 'info') ? level : 'info'),
    () => new Date(),
  );
  const setLogLevel = (wanted: LogLevel | undefined) => {
    level = wanted ?? initialLevel;
  };
  return { logger, setLogLevel };
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

/** The engine is asked as Ollama is; what is meant for another server does not go to it. */
function forEngine(settings: Settings, { engine, modelName }: BuiltinEngine): Settings {
  const { headers: _headers, caFile: _caFile, ...rest } = settings;
  return { ...rest, ollamaHost: engine.url, model: modelName };
}

/** Where the address of Ollama was said, in the order in which one beats the other. */
export function addressSource(flags: CommonFlags, settings: Settings): AddressSource {
  if (flags.ollamaHost !== undefined) return 'flag';
  if (process.env.OLLAMA_HOST) return 'environment';
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

/** The locale of the environment, as POSIX orders its variables. */
export function environmentLocale(): string | undefined {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return LC_ALL || LC_MESSAGES || LANG || undefined;
}

/** Whether a terminal should get colours (no-color.org). */
export function wantsColor(isTerminal: boolean): boolean {
  return isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}

function withFlags(
  settings: Settings,
  flags: CommonFlags,
  ollamaHost: string | undefined,
): Settings {
  const host = flags.ollamaHost ?? (ollamaHost || undefined) ?? settings.ollamaHost;
  const merged = Settings.safeParse({
    ...settings,
    ...(host === undefined ? {} : { ollamaHost: host }),
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.strategy === undefined ? {} : { strategy: flags.strategy }),
  });
  if (merged.success) return merged.data;
  const [issue] = merged.error.issues;
  const field = `--${issue?.path.join('.') ?? ''}`;
  throw new SettingsError({ file: 'condenser', field, problem: issue?.message ?? 'invalid' });
}
