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

/** The chat model of the tests. A real Ollama started here has it, and has not loaded it. */
export const realModel = codeModel.name;

/** A faster one that says little of sense: for what does not depend on it. Started likewise. */
export const wireModel = smallModel.name;

/** Milliseconds that only what hangs takes, on a machine as busy as one may be. */
export const HANG_MS = 900_000;

/** A real Ollama that runs for one test file; see `OllamaServer`. */
export type RealOllama = OllamaServer;

/** Where the parts of a real Ollama lie on this machine. */
export interface RealOllamaParts {
  readonly executable: string;
  /** A models folder for each of its models. */
  readonly models: readonly string[];
}

/** How `startRealOllama` starts a server. */
export interface RealOllamaOptions {
  /** Which version; the current one when left out. */
  readonly server?: OllamaPart;
  /** Which models it has; `realModel` and `wireModel` when left out. */
  readonly models?: readonly OllamaModel[];
  /** Variables of the server that beat the usual ones, for example `OLLAMA_MAX_QUEUE`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A fixed port, to come back where a stopped server was; a free one otherwise. */
  readonly port?: number;
}

/**
 * Finds the provisioned parts without getting them, so that tests can be left out by name where
 * they are missing.
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
 * Its models are in a folder of its own: pulling, creating and deleting models changes nothing for
 * other tests. One request runs at a time, a loaded model
 * stays loaded, and nothing of a person's own Ollama is read or written.
 *
 * The caller stops it; it and its runners also die with the test process, however that ends.
 *
 * @throws {ProvisionError} when a part is missing or the server does not come up.
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
