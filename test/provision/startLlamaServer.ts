import { llamaServer } from './llamaServer.ts';
import { ProvisionError } from './part.ts';
import { type RunningServer, startServerProcess } from './serverProcess.ts';

/** How `startLlamaServer` starts a server. */
export interface LlamaServerOptions {
  /** The GGUF file of its model. */
  readonly model: string;
  /** The context window of each slot, in tokens. */
  readonly contextLength: number;
  /** More arguments, such as `--cache-ram 0`, which override the ones chosen here. */
  readonly args?: readonly string[];
}

/**
 * Starts the provisioned llama-server on a free loopback port, with one model and one slot, and
 * waits until the model is loaded.
 *
 * It implements OpenAI's API, for example `POST /v1/chat/completions`. The caller stops it; it also ends
 * with this process.
 *
 * @throws {ProvisionError} if it is not on this machine or does not start.
 */
export async function startLlamaServer(options: LlamaServerOptions): Promise<RunningServer> {
  const executable = await llamaServer.locate();
  if (executable === undefined) {
    const remedy = `run 'npx tsx test/provision/cli.ts ${llamaServer.name}' first.`;
    throw new ProvisionError('llama-server is not on this machine.', remedy);
  }
  const { model, contextLength, args = [] } = options;
  const address = ['--host', '127.0.0.1', '--port', '0'];
  const slots = ['--parallel', '1', '--ctx-size', String(contextLength)];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LLAMA_'));
  return startServerProcess({
    command: executable,
    args: ['--model', model, ...address, ...slots, '--offline', ...args],
    env: Object.fromEntries(inherited),
    listening: /listening on http:\/\/([\d.]+:[1-9]\d*)/,
    readyPath: '/health',
  });
}
