import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServerProcess } from './serverProcess.ts';

/** A running `ollama serve` for one test file. */
export type OllamaServer = RunningServer;

/** How `startOllamaServer` starts a server. */
export interface OllamaServerOptions {
  readonly executable: string;
  /** The server owns this folder while it runs, and removes unused files. */
  readonly models: string;
  /** A fixed port, to replace another server; otherwise a free one. */
  readonly port?: number;
  /** Variables that override the ones chosen here. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts `ollama serve` on loopback with its own home folder and without the `OLLAMA_` variables of
 * this process, and waits until it answers.
 *
 * The server and its runners end with this process, even if it is killed.
 *
 * @throws {ProvisionError} if it exits, or does not answer within ten minutes. The message contains its
 * output, and nothing is left running.
 */
export async function startOllamaServer(options: OllamaServerOptions): Promise<OllamaServer> {
  const home = await mkdtemp(join(tmpdir(), 'condenser-ollama-home-'));
  return startServerProcess({
    command: options.executable,
    args: ['serve'],
    env: serverEnvironment(options, home),
    listening: /msg="Listening on ([\d.]+:\d+) /,
    readyPath: '/api/version',
    cleanUp: () => rm(home, { recursive: true, force: true }),
  });
}

function serverEnvironment(options: OllamaServerOptions, home: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OLLAMA_'));
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    // Port 0: the server picks a free port and prints it, so no other process can take it first.
    OLLAMA_HOST: `127.0.0.1:${options.port ?? 0}`,
    OLLAMA_MODELS: options.models,
    OLLAMA_NUM_PARALLEL: '1',
    OLLAMA_KEEP_ALIVE: '30m',
    OLLAMA_NO_CLOUD: '1',
    ...options.env,
  };
}
