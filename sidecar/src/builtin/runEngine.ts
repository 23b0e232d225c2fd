import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { EngineOptions, type EngineReady } from './engineProcess.ts';
import { LlamaInference } from './llama/llamaInference.ts';
import { type EngineServer, startEngineServer } from './server/engineServer.ts';

/** The streams of the engine's process. */
export interface EngineStreams {
  /** Held open by the parent; its end is the end of the engine. */
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/**
 * Runs the engine in this process, which it has for itself, until the input ends: the parent holds
 * the other end of that pipe, and however the parent dies, the pipe closes.
 *
 * @param argument the {@link EngineOptions} as JSON.
 * @returns the exit code. The caller exits at once: llama.cpp may still be at work.
 */
export async function runEngine(
  argument: string,
  streams: EngineStreams,
  logger: Logger,
): Promise<number> {
  const { input, output, errors } = streams;
  // Ctrl-C in a terminal reaches the whole group, and stops an answer, not the engine.
  process.on('SIGINT', () => undefined);
  const ended = once(input.resume(), 'end');
  input.on('error', () => undefined);
  output.on('error', () => undefined);
  const say = (ready: EngineReady) => output.write(`${JSON.stringify(ready)}\n`);
  let server: EngineServer;
  try {
    const options = EngineOptions.parse(JSON.parse(argument));
    const log = (line: string) => errors.write(`${line}\n`);
    const inference = await LlamaInference.open({ ...options, log });
    const { contextLength, port } = options;
    const clock = () => new Date();
    server = await startEngineServer({ inference, contextLength, port, clock, logger });
  } catch (error) {
    say({ error: messageOf(error) });
    return 1;
  }
  say({ port: server.port });
  await ended;
  await server.close();
  return 0;
}
