import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { CondenserError, messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { Environment } from '../programs/host.ts';
import { type PipedProgram, startProgram } from '../programs/startProgram.ts';

/** How the engine is started. */
export interface EngineProcessOptions extends Omit<EngineOptions, 'port'> {
  /** The program and its first arguments; the {@link EngineOptions} as JSON are added. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Environment;
  readonly logger: Logger;
}

/** How the engine's process ended. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long it may take to go by itself. */
const STOP_MS = 2_000;

const LAST_LINES = 5;

/**
 * Starts the engine in a process of its own and waits until it answers.
 *
 * @throws `engineUnavailable` when it does not come up.
 */
export async function startEngine(options: EngineProcessOptions): Promise<EngineProcess> {
  const engine = new EngineProcess(options);
  await engine.ensureRunning();
  return engine;
}

/**
 * The engine's process, a child of this one: it ends when this one ends, however that happens.
 * When it dies, {@link ensureRunning} brings it back under the same address.
 */
export class EngineProcess {
  private readonly options: EngineProcessOptions;
  private readonly listeners = new Set<(exit: EngineExit) => void>();
  private child: PipedProgram | undefined;
  private starting: Promise<void> | undefined;
  private port = 0;
  private stopped = false;

  constructor(options: EngineProcessOptions) {
    this.options = options;
  }

  /** Where it answers, such as "http://127.0.0.1:41234"; the same after each start. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Undefined while it is not running. */
  get processId(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts it unless it runs; to be awaited before each request.
   *
   * @throws `engineUnavailable` when it does not come up, or has been stopped.
   */
  async ensureRunning(): Promise<void> {
    if (this.stopped)
      throw new CondenserError('engineUnavailable', { reason: 'it has been stopped' });
    if (this.starting === undefined && (await this.answers())) return;
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    await this.starting;
  }

  /** Calls the listener whenever the process has ended without having been stopped. */
  onExit(listener: (exit: EngineExit) => void): void {
    this.listeners.add(listener);
  }

  /** Ends the process, with force when it does not go by itself. It does not come back. */
  async stop(): Promise<void> {
    this.stopped = true;
    const { child } = this;
    if (child === undefined) return;
    const closed = once(child, 'close');
    child.stdin.end();
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await closed;
    clearTimeout(force);
  }

  /**
   * Whether it still answers. Asked of itself: a broken answer is heard of before the end of the
   * process that broke it, and for a moment the system still takes connections in its name.
   */
  private async answers(): Promise<boolean> {
    if (this.child === undefined) return false;
    const request = get(`${this.url}/api/version`, { agent: false });
    try {
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return true;
    } catch {
      return false;
    }
  }

  private async start(): Promise<void> {
    const { command, environment, logger, engineFolder, modelFile, modelName, contextLength } =
      this.options;
    const [program, ...first] = command;
    const told: EngineOptions = {
      engineFolder,
      modelFile,
      modelName,
      contextLength,
      port: this.port,
    };
    const place = { environment, folder: engineFolder };
    const child = startProgram(program, [...first, JSON.stringify(told)], place);
    this.child = child;
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      lines.splice(0, lines.length - LAST_LINES);
      logger.debug(`engine: ${line}`);
    });
    // It died while something was written; its exit tells.
    child.stdin.on('error', () => undefined);
    child.once('close', (code, signal) => this.ended(child, { code, signal }));
    try {
      const { port } = await readReady(child);
      this.port = port;
      logger.info(`engine ${child.pid} listens on port ${port}`);
    } catch (cause) {
      child.kill('SIGKILL');
      const reason = [messageOf(cause), ...lines].join(' · ');
      throw new CondenserError('engineUnavailable', { reason }, { cause });
    }
  }

  private ended(child: PipedProgram, exit: EngineExit): void {
    if (this.child === child) this.child = undefined;
    if (this.stopped) return;
    this.options.logger.warn(`the engine ended with ${exit.signal ?? exit.code}`);
    for (const listener of this.listeners) listener(exit);
  }
}

/** The first line of its stdout. Rejects when it ends before, or says that it cannot. */
async function readReady(child: PipedProgram): Promise<{ port: number }> {
  const reader = createInterface({ input: child.stdout });
  const given = new AbortController();
  const { signal } = given;
  const line = once(reader, 'line', { signal }).then(([text]) => String(text));
  const ended = once(child, 'close', { signal }).then(([code, killer]) => {
    throw new Error(`it ended with ${String(killer ?? code)}`);
  });
  try {
    const ready = EngineReady.parse(JSON.parse(await Promise.race([line, ended])));
    if ('error' in ready) throw new Error(ready.error);
    return ready;
  } finally {
    given.abort();
    for (const left of [line, ended]) left.catch(() => undefined);
  }
}

/** What the engine's process is told when it starts. */
export const EngineOptions = z.object({
  engineFolder: z.string(),
  modelFile: z.string(),
  modelName: z.string(),
  /** The context length of requests that name none. */
  contextLength: z.int().positive(),
  /** A free one when 0. */
  port: z.int().min(0).max(65_535),
});
export type EngineOptions = z.infer<typeof EngineOptions>;

/** The one line that the process writes to its stdout: that it listens, or why it does not. */
export const EngineReady = z.union([
  z.object({ port: z.int().positive() }),
  z.object({ error: z.string() }),
]);
export type EngineReady = z.infer<typeof EngineReady>;
