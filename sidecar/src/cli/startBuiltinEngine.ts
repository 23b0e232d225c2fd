import { resolve } from 'node:path';
import type { EngineStarter, ReportProgress, RunningEngine } from '../builtin/builtinEngine.ts';
import type { DownloadEvent } from '../builtin/download/download.ts';
import type { EngineFiles } from '../builtin/download/engineParts.ts';
import type { EngineProcess } from '../builtin/engineProcess.ts';
import type { DownloadTexts, Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { folders } from './environment.ts';
import { printLine } from './processStreams.ts';

/** A running engine and the name of its model. */
export interface StartedEngine {
  readonly engine: EngineProcess;
  /** The engine as the application sees it. */
  readonly server: RunningEngine;
  readonly modelName: string;
}

/** How the built-in engine is started. */
export interface BuiltinEngineOptions {
  /** A GGUF file of the user's; default: the demonstration model. */
  readonly modelFile?: string | undefined;
  readonly wording: Wording;
  readonly logger: Logger;
  /** Called for each download event, which is also printed to stderr. */
  readonly onEvent?: (event: DownloadEvent) => void;
  readonly signal?: AbortSignal;
}

/** The context window of requests that do not name one; the sidecar's always do. */
const CONTEXT_LENGTH = 4096;

/** The hidden command that runs the engine in its own process. */
export const ENGINE_COMMAND = 'engine';

/**
 * Starts the built-in engine in its own process. Downloads are announced on stderr with their size
 * and source, and their progress is shown there.
 *
 * @throws `downloadFailed` when a part cannot be downloaded.
 * @throws `engineUnavailable` when the engine does not start.
 */
export async function startBuiltinEngine(options: BuiltinEngineOptions): Promise<StartedEngine> {
  const { startEngine } = await import('../builtin/engineProcess.ts');
  const files = await downloadParts(options);
  options.signal?.throwIfAborted();
  const bundle = resolve(process.argv[1] ?? '');
  const engine = await startEngine({
    engineFolder: files.engineFolder,
    modelFile: files.modelFile,
    modelName: files.modelName,
    contextLength: CONTEXT_LENGTH,
    command: [process.execPath, bundle, ENGINE_COMMAND],
    environment: process.env,
    logger: options.logger,
  });
  const { demonstration, modelName } = files;
  if (demonstration) printLine(options.wording.download.demonstration({ model: modelName }));
  const server: RunningEngine = {
    demonstration,
    ensureRunning: () => engine.ensureRunning(),
    stop: () => engine.stop(),
  };
  return { engine, server, modelName };
}

async function downloadParts(options: BuiltinEngineOptions): Promise<EngineFiles> {
  const { modelFile, wording, signal } = options;
  const { downloadEngineParts } = await import('../builtin/download/engineParts.ts');
  const cacheFolder = folders().cache;
  return downloadEngineParts(
    { cacheFolder, modelFile },
    {
      environment: process.env,
      onEvent: (event) => {
        printLine(downloadLine(event, wording.download));
        options.onEvent?.(event);
      },
      signal,
    },
  );
}

/** One line about a download event. */
export function downloadLine(event: DownloadEvent, texts: DownloadTexts): string {
  const { what } = event.download;
  switch (event.kind) {
    case 'started':
      return texts.started(event.download);
    case 'progress':
      return texts.progress({ what, fraction: event.fraction });
    case 'retry':
      return texts.retry({ what, reason: event.reason });
    case 'waiting':
      return texts.waiting({ what, processId: event.processId });
    case 'finished':
      return texts.finished({ what });
  }
}

/** What a {@link builtinStarter} needs. */
export interface BuiltinStarterOptions {
  readonly logger: Logger;
  readonly wording: () => Wording;
  /** Called once the engine runs, before any client is notified: its address is in force then. */
  readonly onRunning: (engine: StartedEngine) => void;
}

/** Starts the built-in engine with the demonstration model when the user asks for it on the page. */
export function builtinStarter(options: BuiltinStarterOptions): EngineStarter {
  return {
    async missing() {
      const { missingDownloads } = await import('../builtin/download/engineParts.ts');
      const downloads = await missingDownloads({ cacheFolder: folders().cache });
      return downloads.map(({ what, size, source }) => ({ what, size, source }));
    },
    async start(tell, signal) {
      const started = await startBuiltinEngine({
        wording: options.wording(),
        logger: options.logger,
        onEvent: (event) => reportProgress(event, tell),
        signal,
      });
      options.onRunning(started);
      return started.server;
    },
  };
}

function reportProgress(event: DownloadEvent, tell: ReportProgress): void {
  const { what: part } = event.download;
  if (event.kind === 'progress') tell({ part, fraction: event.fraction });
  else tell({ part, fraction: event.kind === 'finished' ? 1 : 0 });
}
