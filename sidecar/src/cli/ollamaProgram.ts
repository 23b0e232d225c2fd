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

/** How long Ollama may take to start; it detects GPUs first. */
const START_TIMEOUT_MS = 20_000;
const POLL_INTERVAL_MS = 200;

/** The memory and model folders of this machine. In a container, its memory limit applies. */
export function thisComputer(): LocalComputer {
  const { env, constrainedMemory } = process;
  const limit = constrainedMemory?.() ?? 0;
  const all = totalmem();
  const folders = [
    env.OLLAMA_MODELS,
    join(homedir(), '.ollama', 'models'),
    // The service set up by Ollama's installer stores them here.
    '/usr/share/ollama/.ollama/models',
  ];
  return {
    memory: limit > 0 && limit < all ? limit : all,
    modelFolders: folders.flatMap((folder) => folder || []),
  };
}

/**
 * Starts `ollama serve` at this address, detached, so that it outlives this process. Resolves once
 * it accepts connections.
 *
 * @throws `ollamaStart` when it is not installed, the address is another machine's, or nothing
 * answers there in time.
 */
export async function startOllama(host: string): Promise<void> {
  if (!parseOllamaHost(host).loopback)
    throw new CondenserError('ollamaStart', { problem: 'otherMachine', host });
  await launch(host);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const answer = await fetch(`${host}/api/version`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) {
      const reason = `nothing after ${START_TIMEOUT_MS / 1000} s`;
      throw new CondenserError('ollamaStart', { problem: 'failed', host, reason });
    }
    await delay(POLL_INTERVAL_MS);
  }
}

/** Where Ollama's installers put it: an IDE started from a dock has a minimal PATH. */
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
