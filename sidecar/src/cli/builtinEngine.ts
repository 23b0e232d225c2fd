import { resolve } from 'node:path';
import type { BuiltinServer } from '../app/builtinSwitch.ts';
import type { EngineProcess } from '../builtin/engineProcess.ts';
import type { DownloadEvent } from '../builtin/parts/download.ts';
import type { EngineFiles } from '../builtin/parts/engineParts.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { downloadLine } from './downloadLine.ts';
import { folders } from './folders.ts';
import { printLine } from './printLine.ts';

/** The engine that runs, and the name of its model. */
export interface BuiltinEngine {
  readonly engine: EngineProcess;
  /** The same, as the application knows it. */
  readonly server: BuiltinServer;
  readonly modelName: string;
}

/** How the built-in engine is started. */
export interface BuiltinEngineOptions {
  /** A person's own GGUF file; the demonstration model otherwise. */
  readonly modelFile?: string | undefined;
  readonly wording: Wording;
  readonly logger: Logger;
  /** Hears of what is fetched, beside stderr. */
  readonly onEvent?: (event: DownloadEvent) => void;
  readonly signal?: AbortSignal;
}

/** The window of requests that name none; the sidecar's always name theirs. */
const CONTEXT_LENGTH = 4096;

/** The hidden command of the bundle that is the engine's process. */
export const ENGINE_COMMAND = 'engine';

/**
 * Starts the built-in engine in a process of its own. What has to be fetched first is named with
 * its size and source on stderr, and its progress is shown there.
 *
 * @throws `downloadFailed` when something cannot be had.
 * @throws `engineUnavailable` when the engine does not come up.
 */
export async function startBuiltinEngine(options: BuiltinEngineOptions): Promise<BuiltinEngine> {
  const { startEngine } = await import('../builtin/engineProcess.ts');
  const files = await fetchParts(options);
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
  if (files.demonstration)
    printLine(options.wording.download.demonstration({ model: files.modelName }));
  const { demonstration, modelName } = files;
  const server: BuiltinServer = {
    demonstration,
    ensureRunning: () => engine.ensureRunning(),
    stop: () => engine.stop(),
  };
  return { engine, server, modelName };
}

async function fetchParts(options: BuiltinEngineOptions): Promise<EngineFiles> {
  const { modelFile, wording, signal } = options;
  const { fetchEngineParts } = await import('../builtin/parts/engineParts.ts');
  const cacheFolder = folders().cache;
  return fetchEngineParts(
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
