import { randomUUID } from 'node:crypto';
import { Settings, type SettingsState } from '@condenser/protocol';
import { Application } from '../app/application.ts';
import { CondenserError, type ErrorOf, isError } from '../errors.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, includesLevel, type LogLevel } from '../logging/logger.ts';
import { stripControlCharacters } from '../models/untrusted.ts';
import { readSettings } from '../settings/settingsFile.ts';
import { examineWith } from './doctorOptions.ts';
import {
  type CommonFlags,
  dataFolder,
  environmentHost,
  environmentLocale,
  environmentProxy,
  folders,
  settingsFile,
  version,
} from './environment.ts';
import { startOllama, thisComputer } from './ollamaProgram.ts';
import { processIdentity } from './processIdentity.ts';
import { printLine } from './processStreams.ts';
import type { StartedEngine } from './startBuiltinEngine.ts';
import { builtinStarter } from './startBuiltinEngine.ts';

/** What is used in place of the settings file: its built-in engine, or no file at all. */
export interface ApplicationSources {
  readonly builtin?: StartedEngine;
  readonly ignoreSettingsFile?: boolean;
  /** A settings file that cannot be used is reported in the status; the defaults are in force. */
  readonly reportBrokenSettings?: boolean;
}

/** The one place that reads the environment. A flag beats it, and it beats the settings file. */
export function createApplication(
  flags: CommonFlags,
  sources: ApplicationSources = {},
): Application {
  const { builtin } = sources;
  const { stored, problem } = storedSettings(sources);
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
    settingsProblem: problem,
    settingsSource: {
      file: settingsFile(),
      dataFolder: dataFolder(flags),
      overridden: overriddenBy(flags),
      inForce,
    },
    computer: thisComputer(),
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

/** The settings of the file, or the defaults and what is wrong with the file. */
function storedSettings(sources: ApplicationSources): {
  stored: Settings;
  problem?: ErrorOf<'settings' | 'settingsFile'>;
} {
  const defaults = Settings.parse({});
  if (sources.ignoreSettingsFile) return { stored: defaults };
  try {
    return { stored: readSettings(settingsFile()) };
  } catch (error) {
    const broken = isError(error, 'settings', 'settingsFile');
    if (!broken || !sources.reportBrokenSettings) throw error;
    return { stored: defaults, problem: error };
  }
}

/** stderr gets its level; the file in the log folder everything from `info` on. */
function createLog(initialLevel: LogLevel) {
  let level: LogLevel = initialLevel;
  const toFile = createLogFile(folders().log, (error) => {
    // Who reads nothing of this log needs no word of it.
    if (!includesLevel(level, 'debug')) return;
    printLine(`condenser: no log file can be written: ${String(error)}`);
  });
  const logger = createLogger(
    (line, wanted) => {
      // A file is read in a terminal too.
      toFile(stripControlCharacters(line));
      if (includesLevel(level, wanted)) printLine(line.trimEnd());
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
function forEngine(settings: Settings, { engine, modelName }: StartedEngine): Settings {
  const { headers: _headers, caFile: _caFile, ...rest } = settings;
  return { ...rest, ollamaHost: engine.url, model: modelName };
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
  throw new CondenserError('settings', {
    file: 'condenser',
    field,
    problem: issue?.message ?? 'invalid',
  });
}
