import { randomUUID } from 'node:crypto';
import { Settings, type SettingsState } from '@condenser/protocol';
import { Application } from '../application.ts';
import { SettingsError } from '../errors/index.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, includesLevel, type LogLevel } from '../logging/logger.ts';
import { readSettings } from '../settings/settingsFile.ts';
import type { BuiltinEngine } from './builtinEngine.ts';
import { builtinStarter } from './builtinStarter.ts';
import { examineWith } from './doctorOptions.ts';
import {
  type CommonFlags,
  environmentHost,
  environmentLocale,
  environmentProxy,
  settingsFile,
} from './environment.ts';
import { folders } from './folders.ts';
import { startOllama, thisMachine } from './ollamaProgram.ts';
import { processIdentity } from './processIdentity.ts';
import { version } from './version.ts';

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
  const { logger, setLogLevel } = createLog(flags.logLevel ?? 'warn');
  let running = builtin;
  const inForce = (file: Settings) => {
    const merged = withFlags(file, flags, environmentHost());
    return running ? forEngine(merged, running) : merged;
  };
  const starter = builtinStarter({
    logger,
    wording: () => application.wording(),
    onRunning: (engine) => {
      running = engine;
    },
  });
  const application: Application = new Application({
    version,
    settings: inForce(stored),
    settingsSource: {
      file: settingsFile(),
      dataFolder: dataFolder(flags),
      overridden: overriddenBy(flags),
      inForce,
    },
    machine: thisMachine(),
    doctor: (application) => examineWith(flags, application),
    startOllama,
    dataFolder: dataFolder(flags),
    process: processIdentity(),
    engine: builtin?.server,
    builtin: flags.builtin === false ? undefined : starter,
    proxy: environmentProxy(),
    locale: environmentLocale(),
    logger,
    setLogLevel,
    clock: () => new Date(),
    newId: randomUUID,
  });
  return application;
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

/** The engine is asked as Ollama is; what is meant for another server does not go to it. */
function forEngine(settings: Settings, { engine, modelName }: BuiltinEngine): Settings {
  const { headers: _headers, caFile: _caFile, ...rest } = settings;
  return { ...rest, ollamaHost: engine.url, model: modelName };
}

/** Where conversations are kept. */
function dataFolder(flags: CommonFlags): string {
  return flags.dataDir ?? folders().data;
}

/** What of the settings file does not count in this process. */
function overriddenBy(flags: CommonFlags): SettingsState['overridden'] {
  const keys = ['ollamaHost', 'model', 'strategy'] as const;
  const byFlag = keys.filter((key) => flags[key] !== undefined);
  return {
    ...(environmentHost() ? { ollamaHost: 'environment' } : {}),
    ...Object.fromEntries(byFlag.map((key) => [key, 'flag'])),
  };
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
