import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { EngineOptions, type EngineReady } from './engineProcess.ts';
import { LlamaInference } from './llama/llamaInference.ts';
import { type EngineServer, startEngineServer } from './server/engineServer.ts';

/** The streams of the engine's process. */
export interface EngineStreams {
  /** Held open by the parent; when it ends, the engine exits. */
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/**
 * Runs the engine in this process until the input ends: the parent holds the other end of that pipe,
 * which closes however the parent exits.
 *
 * @param argument the {@link EngineOptions} as JSON.
 * @returns the exit code. The caller must exit at once: llama.cpp may still be busy.
 */
export async function runEngine(
  argument: string,
  streams: EngineStreams,
  logger: Logger,
): Promise<number> {
  const { input, output, errors } = streams;
  // Ctrl-C in a terminal reaches the whole process group. It stops an answer, not the engine.
  process.on('SIGINT', () => undefined);
  const ended = once(input.resume(), 'end');
  input.on('error', () => undefined);
  output.on('error', () => undefined);
  const report = (ready: EngineReady) => output.write(`${JSON.stringify(ready)}\n`);
  let server: EngineServer;
  try {
    const options = EngineOptions.parse(JSON.parse(argument));
    const log = (line: string) => errors.write(`${line}\n`);
    const inference = await LlamaInference.open({ ...options, log });
    const { contextLength, port } = options;
    const clock = () => new Date();
    server = await startEngineServer({ inference, contextLength, port, clock, logger });
  } catch (error) {
    report({ error: messageOf(error) });
    return 1;
  }
  report({ port: server.port });
  await ended;
  await server.close();
  return 0;
}
