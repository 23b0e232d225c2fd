import { rm } from 'node:fs/promises';
import { ollama } from '../provision/ollama.ts';
import { modelName, ollamaModels } from '../provision/ollamaModels.ts';
import { type OllamaServer, startOllamaServer } from '../provision/ollamaServer.ts';
import { ProvisionError } from '../provision/part.ts';
import { createModelsView } from './modelsView.ts';

/** The chat model that every real Ollama started here has, and has not loaded yet. */
export const realModel = modelName;

/** A real Ollama that runs for one test file; see `OllamaServer`. */
export type RealOllama = OllamaServer;

/** Where the parts of a real Ollama lie on this machine. */
export interface RealOllamaParts {
  readonly executable: string;
  readonly models: string;
}

/** How `startRealOllama` starts a server. */
export interface RealOllamaOptions {
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
export async function locateRealOllama(): Promise<RealOllamaParts | undefined> {
  const executable = await ollama.locate();
  const models = await ollamaModels.locate();
  return executable === undefined || models === undefined ? undefined : { executable, models };
}

/**
 * Starts the provisioned `ollama serve` on a free loopback port and waits until it answers.
 *
 * It has one model, `realModel`, in a folder of its own: pulling, creating and deleting models
 * changes nothing for other tests. One request runs at a time, a loaded model stays loaded, and
 * nothing of a person's own Ollama is read or written.
 *
 * The caller stops it; it and its runners also die with the test process, however that ends.
 *
 * @throws {ProvisionError} when a part is missing or the server does not come up.
 */
export async function startRealOllama(options: RealOllamaOptions = {}): Promise<RealOllama> {
  const parts = await locateRealOllama();
  if (parts === undefined) {
    const remedy = `run 'npx tsx test/provision/cli.ts' first; it takes a few minutes.`;
    throw new ProvisionError('The real Ollama is not on this machine.', remedy);
  }
  const models = await createModelsView(parts.models);
  const removeModels = () => rm(models, { recursive: true, force: true });
  try {
    const server = await startOllamaServer({ executable: parts.executable, models, ...options });
    return { ...server, stop: () => server.stop().then(removeModels) };
  } catch (error) {
    await removeModels();
    throw error;
  }
}
