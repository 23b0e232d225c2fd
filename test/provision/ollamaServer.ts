import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServerProcess } from './serverProcess.ts';

/** A running `ollama serve` that nothing else uses. */
export type OllamaServer = RunningServer;

/** How `startOllamaServer` starts a server. */
export interface OllamaServerOptions {
  readonly executable: string;
  /** The server owns this folder while it runs: it removes what no model in it needs. */
  readonly models: string;
  /** A fixed port, to come back where another server was; a free one otherwise. */
  readonly port?: number;
  /** Variables of the server that beat the ones chosen here. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts `ollama serve` on loopback with a home folder of its own and without the `OLLAMA_`
 * variables of this process, and waits until it answers.
 *
 * The server and its runners die with this process, also when that is killed.
 *
 * @throws {ProvisionError} when it ends or does not answer within ten minutes; the message holds
 * what it printed, and nothing is left running.
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
    // Port 0: the server takes a free one itself and says which, so nobody can be faster.
    OLLAMA_HOST: `127.0.0.1:${options.port ?? 0}`,
    OLLAMA_MODELS: options.models,
    OLLAMA_NUM_PARALLEL: '1',
    OLLAMA_KEEP_ALIVE: '30m',
    OLLAMA_NO_CLOUD: '1',
    ...options.env,
  };
}
