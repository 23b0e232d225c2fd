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
  /** The program and its first arguments; the {@link EngineOptions} are appended. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Environment;
  readonly logger: Logger;
}

/** How the engine's process exited. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Time to exit after stdin has closed, before it is killed. */
const STOP_MS = 2_000;

const LAST_LINES = 5;

/**
 * Starts the engine in its own process and waits until it answers.
 *
 * @throws `engineUnavailable` when it does not start.
 */
export async function startEngine(options: EngineProcessOptions): Promise<EngineProcess> {
  const engine = new EngineProcess(options);
  await engine.ensureRunning();
  return engine;
}

/**
 * The engine's process, a child of this one: it exits when this process exits, for whatever reason.
 * After a crash, {@link ensureRunning} restarts it at the same address.
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

  /** Its address, such as "http://127.0.0.1:41234"; the same after a restart. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Undefined while the engine is not running. */
  get processId(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts the engine unless it is running. Await it before each request.
   *
   * @throws `engineUnavailable` when it does not start, or was stopped.
   */
  async ensureRunning(): Promise<void> {
    if (this.stopped) throw new CondenserError('engineUnavailable', { reason: 'it was stopped' });
    if (this.starting === undefined && (await this.answers())) return;
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    await this.starting;
  }

  /** Calls the listener whenever the process exits without {@link stop}. */
  onExit(listener: (exit: EngineExit) => void): void {
    this.listeners.add(listener);
  }

  /** Stops the process for good, and kills it when it does not exit in time. */
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
   * Whether the engine answers. The exit of a crashed process arrives later than the error of its
   * request, and the system still accepts connections for a moment, so only a request can tell.
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
    const engineOptions: EngineOptions = {
      engineFolder,
      modelFile,
      modelName,
      contextLength,
      port: this.port,
    };
    const place = { environment, folder: engineFolder };
    const child = startProgram(program, [...first, JSON.stringify(engineOptions)], place);
    this.child = child;
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      lines.splice(0, lines.length - LAST_LINES);
      logger.debug(`engine: ${line}`);
    });
    // The process crashed during a write; its exit is handled below.
    child.stdin.on('error', () => undefined);
    child.once('close', (code, signal) => this.onClose(child, { code, signal }));
    try {
      const { port } = await readReady(child);
      this.port = port;
      logger.info(`engine ${child.pid} is listening on port ${port}`);
    } catch (cause) {
      child.kill('SIGKILL');
      const reason = [messageOf(cause), ...lines].join(' · ');
      throw new CondenserError('engineUnavailable', { reason }, { cause });
    }
  }

  private onClose(child: PipedProgram, exit: EngineExit): void {
    if (this.child === child) this.child = undefined;
    if (this.stopped) return;
    this.options.logger.warn(`the engine exited with ${exit.signal ?? exit.code}`);
    for (const listener of this.listeners) listener(exit);
  }
}

/** The first line of stdout. Rejects when the process exits first, or reports an error. */
async function readReady(child: PipedProgram): Promise<{ port: number }> {
  const reader = createInterface({ input: child.stdout });
  const settled = new AbortController();
  const { signal } = settled;
  const line = once(reader, 'line', { signal }).then(([text]) => String(text));
  const exited = once(child, 'close', { signal }).then(([code, killer]) => {
    throw new Error(`it exited with ${String(killer ?? code)}`);
  });
  try {
    const ready = EngineReady.parse(JSON.parse(await Promise.race([line, exited])));
    if ('error' in ready) throw new Error(ready.error);
    return ready;
  } finally {
    settled.abort();
    for (const pending of [line, exited]) pending.catch(() => undefined);
  }
}

/** The options of the engine's process, passed as JSON in its last argument. */
export const EngineOptions = z.object({
  engineFolder: z.string(),
  modelFile: z.string(),
  modelName: z.string(),
  /** The context length of requests that do not set one. */
  contextLength: z.int().positive(),
  /** 0: any free port. */
  port: z.int().min(0).max(65_535),
});
export type EngineOptions = z.infer<typeof EngineOptions>;

/** The only line that the process writes to stdout: its port, or why it could not start. */
export const EngineReady = z.union([
  z.object({ port: z.int().positive() }),
  z.object({ error: z.string() }),
]);
export type EngineReady = z.infer<typeof EngineReady>;
