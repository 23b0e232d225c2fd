import { basename, resolve } from 'node:path';
import { demonstrationModel, fetchModel, locateModel } from './demonstrationModel.ts';
import type { Download, DownloadOptions } from './download.ts';
import { engineDownload, fetchEngine, locateEngine } from './enginePackages.ts';

/** Which engine is wanted. */
export interface EngineWish {
  /** The program's own cache folder; it may not exist yet. */
  readonly cacheFolder: string;
  /** A person's own GGUF file; the demonstration model otherwise. */
  readonly modelFile?: string | undefined;
}

/** What the engine runs on. */
export interface EngineFiles {
  readonly engineFolder: string;
  readonly modelFile: string;
  /** The name that the model answers to. */
  readonly modelName: string;
  /** Whether it is the small model that only shows that everything works. */
  readonly demonstration: boolean;
}

/** What would be fetched now, to be named to a person before anything is. Fetches nothing. */
export async function describeDownloads(wish: EngineWish): Promise<Download[]> {
  const missing: Download[] = [];
  if ((await locateEngine(wish.cacheFolder)) === undefined) missing.push(engineDownload);
  if (wish.modelFile === undefined && (await locateModel(wish.cacheFolder)) === undefined) {
    missing.push(demonstrationModel.download);
  }
  return missing;
}

/**
 * Fetches what is missing, one after the other, and says where everything is. Without anything
 * missing it needs no network and no program.
 *
 * @throws `downloadFailed` when something cannot be had.
 * @throws `engineUnavailable` when there is no engine for this kind of machine.
 */
export async function fetchEngineParts(
  wish: EngineWish,
  options: DownloadOptions,
): Promise<EngineFiles> {
  const engineFolder = await fetchEngine(wish.cacheFolder, options);
  if (wish.modelFile !== undefined) {
    const modelFile = resolve(wish.modelFile);
    return { engineFolder, modelFile, modelName: nameOfFile(modelFile), demonstration: false };
  }
  const modelFile = await fetchModel(wish.cacheFolder, options);
  const { name } = demonstrationModel;
  return { engineFolder, modelFile, modelName: name, demonstration: true };
}

/** A model's name after its file, in the characters that Ollama's names have. */
export function nameOfFile(file: string): string {
  const name = basename(file)
    .replace(/\.gguf$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `${name || 'model'}:latest`;
}
