import { once } from 'node:events';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalComputer } from '../app/application.ts';
import { CondenserError, messageOf } from '../errors.ts';
import { parseOllamaHost } from '../models/ollama/ollamaHost.ts';
import { ProgramMissingError } from '../programs/findProgram.ts';
import { startDetached } from '../programs/startProgram.ts';
import { workingFolder } from './environment.ts';

/** How long Ollama may take until it listens; it looks for graphics cards first. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 200;

/** What this machine has. Inside a container its limit counts. */
export function thisComputer(): LocalComputer {
  const { env, constrainedMemory } = process;
  const limit = constrainedMemory?.() ?? 0;
  const all = totalmem();
  const folders = [
    env.OLLAMA_MODELS,
    join(homedir(), '.ollama', 'models'),
    // Where the service of Ollama's own installer keeps them.
    '/usr/share/ollama/.ollama/models',
  ];
  return {
    memory: limit > 0 && limit < all ? limit : all,
    modelFolders: folders.flatMap((folder) => folder || []),
  };
}

/**
 * Starts `ollama serve` at this address, detached: it is not our child and outlives us. Resolves
 * once it listens.
 *
 * @throws `ollamaStart` when it is not installed, the address is another machine's, or nothing
 * answers there in time.
 */
export async function startOllama(host: string): Promise<void> {
  if (!parseOllamaHost(host).loopback)
    throw new CondenserError('ollamaStart', { problem: 'otherMachine', host });
  await launch(host);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${host}/api/version`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) {
      const reason = `nothing after ${PATIENCE_MS / 1000} s`;
      throw new CondenserError('ollamaStart', { problem: 'failed', host, reason });
    }
    await delay(LOOK_EVERY_MS);
  }
}

/** Where Ollama's own installers put it; an IDE started from a dock has a short PATH. */
function programs(): string[] {
  const { env, platform } = process;
  if (platform === 'win32') {
    const ofUser = env.LOCALAPPDATA;
    return ['ollama', ...(ofUser ? [join(ofUser, 'Programs', 'Ollama', 'ollama.exe')] : [])];
  }
  return [
    'ollama',
    '/usr/local/bin/ollama',
    '/usr/bin/ollama',
    '/opt/homebrew/bin/ollama',
    '/Applications/Ollama.app/Contents/Resources/ollama',
  ];
}

async function launch(host: string): Promise<void> {
  for (const program of programs()) {
    if (await launched(program, host)) return;
  }
  throw new CondenserError('ollamaStart', { problem: 'notInstalled', host });
}

async function launched(program: string, host: string): Promise<boolean> {
  try {
    const environment = { ...process.env, OLLAMA_HOST: host };
    const child = startDetached(program, ['serve'], { environment, folder: workingFolder() });
    await once(child, 'spawn');
    child.unref();
    return true;
  } catch (cause) {
    if (cause instanceof ProgramMissingError) return false;
    const reason = messageOf(cause);
    throw new CondenserError('ollamaStart', { problem: 'failed', host, reason }, { cause });
  }
}
