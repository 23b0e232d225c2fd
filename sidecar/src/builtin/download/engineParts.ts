import { basename, resolve } from 'node:path';
import { demonstrationModel, downloadModel, locateModel } from './demonstrationModel.ts';
import type { Download, DownloadOptions } from './download.ts';
import { downloadEngine, engineDownload, locateEngine } from './enginePackages.ts';

/** The engine to download. */
export interface EngineSelection {
  /** The cache folder of Condenser; it may not exist yet. */
  readonly cacheFolder: string;
  /** A GGUF file of the user's; default: the demonstration model. */
  readonly modelFile?: string | undefined;
}

/** The files that the engine runs on. */
export interface EngineFiles {
  readonly engineFolder: string;
  readonly modelFile: string;
  /** The model's name in requests. */
  readonly modelName: string;
  /** Whether the model is the demonstration model. */
  readonly demonstration: boolean;
}

/** The downloads that are still missing, to describe them to the user before they start. */
export async function missingDownloads(selection: EngineSelection): Promise<Download[]> {
  const missing: Download[] = [];
  if ((await locateEngine(selection.cacheFolder)) === undefined) missing.push(engineDownload);
  if (
    selection.modelFile === undefined &&
    (await locateModel(selection.cacheFolder)) === undefined
  ) {
    missing.push(demonstrationModel.download);
  }
  return missing;
}

/**
 * Downloads the missing parts one after the other. When nothing is missing, it needs neither the
 * network nor another program.
 *
 * @throws `downloadFailed` when a part cannot be downloaded.
 * @throws `engineUnavailable` when there is no build for this kind of machine.
 */
export async function downloadEngineParts(
  selection: EngineSelection,
  options: DownloadOptions,
): Promise<EngineFiles> {
  const engineFolder = await downloadEngine(selection.cacheFolder, options);
  if (selection.modelFile !== undefined) {
    const modelFile = resolve(selection.modelFile);
    return { engineFolder, modelFile, modelName: nameOfFile(modelFile), demonstration: false };
  }
  const modelFile = await downloadModel(selection.cacheFolder, options);
  const { name } = demonstrationModel;
  return { engineFolder, modelFile, modelName: name, demonstration: true };
}

/** A model name derived from a file name, in the characters that Ollama allows. */
export function nameOfFile(file: string): string {
  const name = basename(file)
    .replace(/\.gguf$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return `${name || 'model'}:latest`;
}
