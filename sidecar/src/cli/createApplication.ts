import { randomUUID } from 'node:crypto';
import { hostname, uptime } from 'node:os';
import { Settings, type SettingsState } from '@condenser/protocol';
import { Application } from '../app/application.ts';
import { CondenserError, type ErrorOf, isError } from '../errors.ts';
import { createLogFile } from '../logging/logFile.ts';
import { createLogger, includesLevel, type LogLevel } from '../logging/logger.ts';
import { stripControlCharacters } from '../models/untrusted.ts';
import { bootId, isProcessAlive, processStat } from '../programs/processInfo.ts';
import { readSettings } from '../settings/settingsFile.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import { firstProblem } from '../validation.ts';
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
import { printLine } from './processStreams.ts';
import type { StartedEngine } from './startBuiltinEngine.ts';
import { builtinStarter } from './startBuiltinEngine.ts';

/** What replaces the settings file: the built-in engine, or the defaults. */
export interface ApplicationSources {
  readonly builtin?: StartedEngine;
  readonly ignoreSettingsFile?: boolean;
  /** An invalid settings file is reported in the status, and the defaults are in force. */
  readonly reportBrokenSettings?: boolean;
}

/** Creates the application from flags, environment and settings file, in this order of precedence. */
export function createApplication(
  flags: CommonFlags,
  sources: ApplicationSources = {},
): Application {
  const { builtin } = sources;
  const { stored, problem } = storedSettings(sources);
  const { logger, setLogLevel } = createLog(flags.logLevel ?? 'warn');
  let running = builtin;
  const effective = (file: Settings) => {
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
    settings: effective(stored),
    settingsProblem: problem,
    settingsSource: {
      file: settingsFile(),
      dataFolder: dataFolder(flags),
      overridden: overriddenBy(flags),
      effective,
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

/** The settings of the file, or the defaults and the problem of the file. */
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

/** Logs to stderr at its level, and to a file in the log folder from `info` up. */
function createLog(initialLevel: LogLevel) {
  let level: LogLevel = initialLevel;
  const toFile = createLogFile(folders().log, (error) => {
    // Users who do not read the log need not know.
    if (!includesLevel(level, 'debug')) return;
    printLine(`condenser: the log file cannot be written: ${String(error)}`);
  });
  const logger = createLogger(
    (line, wanted) => {
      // Log files are read in terminals too.
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

/** The engine is used like Ollama; headers and certificates meant for another server are dropped. */
function forEngine(settings: Settings, { engine, modelName }: StartedEngine): Settings {
  const { headers: _headers, caFile: _caFile, ...rest } = settings;
  return { ...rest, ollamaHost: engine.url, model: modelName };
}

/** The settings that a flag or the environment overrides in this process. */
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
    ollamaHost: host,
    model: flags.model ?? settings.model,
    strategy: flags.strategy ?? settings.strategy,
  });
  if (merged.success) return merged.data;
  const { field, problem } = firstProblem(merged.error, 'settings');
  throw new CondenserError('settings', { file: 'condenser', field: `--${field}`, problem });
}

/** The identity of this process, for other processes that share the data folder. */
function processIdentity(): ProcessIdentity {
  return {
    id: process.pid,
    host: hostname(),
    bootedAt: new Date(Date.now() - uptime() * 1000),
    bootId: bootId(),
    startedAt: processStat(process.pid)?.startedAt,
    isAlive: (id) => isProcessAlive(id) && !processStat(id)?.hasEnded,
    startOf: (id) => processStat(id)?.startedAt,
  };
}
