import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type EngineProcess, startEngine } from '@condenser/sidecar/builtin/engineProcess.ts';
import { engine } from '../provision/engine.ts';
import { ProvisionError } from '../provision/part.ts';
import { smollm2 } from '../provision/smollm2.ts';
import { silentLogger } from './modelRoomSuite.ts';

/** The name of the engine's model in the tests. */
export const engineModel = 'smollm2:135m';

/** An absolute path, because the engine's process has its own working folder. */
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const entry = fileURLToPath(new URL('engineEntry.ts', import.meta.url));

/** Arguments of Node that run the engine's process from source. */
export const engineCommand = [process.execPath, '--import', tsx, entry] as const;

/** The paths of the engine and its model; undefined if one is missing. */
export async function locateEngineParts() {
  const [engineFolder, modelFile] = await Promise.all([engine.locate(), smollm2.locate()]);
  return engineFolder === undefined || modelFile === undefined
    ? undefined
    : { engineFolder, modelFile };
}

/** Starts the built-in engine from source in its own process. The caller stops it. */
export async function startRealEngine(): Promise<EngineProcess> {
  const parts = await locateEngineParts();
  if (parts === undefined) {
    throw new ProvisionError('The engine is not on this machine.', 'run npm test -- --all.');
  }
  return startEngine({
    ...parts,
    modelName: engineModel,
    contextLength: 2048,
    command: engineCommand,
    environment: process.env,
    logger: silentLogger(),
  });
}
