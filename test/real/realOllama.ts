import { rm } from 'node:fs/promises';
import { type OllamaPart, ollama } from '../provision/ollama.ts';
import {
  codeModel,
  modelsFolderOf,
  type OllamaModel,
  smallModel,
} from '../provision/ollamaModels.ts';
import { type OllamaServer, startOllamaServer } from '../provision/ollamaServer.ts';
import { ProvisionError } from '../provision/part.ts';
import { createModelsView } from './modelsView.ts';

const testModels = [codeModel, smallModel];

/** The chat model of the tests, installed but not loaded. */
export const realModel = codeModel.name;

/** A faster but weak model, for tests that do not depend on its answers. Installed but not loaded. */
export const wireModel = smallModel.name;

/** A time limit that only a hanging test reaches, also on a busy machine. */
export const HANG_MS = 900_000;

/** A real Ollama for one test file; see `OllamaServer`. */
export type RealOllama = OllamaServer;

/** The paths of the parts of a real Ollama. */
export interface RealOllamaParts {
  readonly executable: string;
  /** One models folder per model. */
  readonly models: readonly string[];
}

/** How `startRealOllama` starts a server. */
export interface RealOllamaOptions {
  /** The version; default: the current one. */
  readonly server?: OllamaPart;
  /** Its models; default: `realModel` and `wireModel`. */
  readonly models?: readonly OllamaModel[];
  /** Variables that override the usual ones, for example `OLLAMA_MAX_QUEUE`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A fixed port, to replace a stopped server; otherwise a free one. */
  readonly port?: number;
}

/**
 * Finds the provisioned parts without getting them, so that tests can be skipped by name if one is
 * missing.
 *
 * @example
 * const parts = await locateRealOllama();
 * describe.skipIf(parts === undefined)('with a real Ollama', () => { … });
 */
export async function locateRealOllama(
  server = ollama,
  models: readonly OllamaModel[] = testModels,
): Promise<RealOllamaParts | undefined> {
  const executable = await server.locate();
  const located = models.map((model) => modelsFolderOf(server, model).locate());
  const folders = (await Promise.all(located)).filter((folder) => folder !== undefined);
  return executable === undefined || folders.length < models.length
    ? undefined
    : { executable, models: folders };
}

/**
 * Starts a provisioned `ollama serve` on a free loopback port and waits until it answers.
 *
 * Its models are in its own folder, so that pulling, creating and deleting them does not affect other
 * tests. It runs one request at a time, keeps models loaded, and does not touch the user's Ollama.
 *
 * The caller stops it; it and its runners also end with the test process, however that ends.
 *
 * @throws {ProvisionError} if a part is missing or the server does not start.
 */
export async function startRealOllama(options: RealOllamaOptions = {}): Promise<RealOllama> {
  const { server = ollama, models: wanted, ...more } = options;
  const parts = await locateRealOllama(server, wanted);
  if (parts === undefined) {
    const remedy = `run 'npx tsx test/provision/cli.ts' first; it takes a few minutes.`;
    throw new ProvisionError(`The real ${server.name} is not on this machine.`, remedy);
  }
  const models = await createModelsView(parts.models);
  const removeModels = () => rm(models, { recursive: true, force: true });
  try {
    const running = await startOllamaServer({ executable: parts.executable, models, ...more });
    return { ...running, stop: () => running.stop().then(removeModels) };
  } catch (error) {
    await removeModels();
    throw error;
  }
}
