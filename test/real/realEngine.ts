import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type EngineProcess, startEngine } from '@condenser/sidecar/builtin/engineProcess.ts';
import { engine } from '../provision/engine.ts';
import { ProvisionError } from '../provision/part.ts';
import { smollm2 } from '../provision/smollm2.ts';
import { silentLogger } from './modelRoomSuite.ts';

/** The name that the engine's model answers to here. */
export const engineModel = 'smollm2:135m';

/** The engine's process has a working folder of its own, which no bare name leads out of. */
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const entry = fileURLToPath(new URL('engineEntry.ts', import.meta.url));

/** What runs the engine's process, from source. */
export const engineCommand = [process.execPath, '--import', tsx, entry] as const;

/** Where the engine and its model lie on this machine; undefined when one is missing. */
export async function locateEngineParts() {
  const [engineFolder, modelFile] = await Promise.all([engine.locate(), smollm2.locate()]);
  return engineFolder === undefined || modelFile === undefined
    ? undefined
    : { engineFolder, modelFile };
}

/** Starts the built-in engine from source in a process of its own. The caller stops it. */
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
