import type { BuiltinPart, BuiltinProgress } from '@condenser/protocol';

/** The engine while it runs. */
export interface RunningEngine {
  /** Whether its model is the small demonstration model. */
  readonly demonstration: boolean;
  /** Restarts it after a crash. */
  ensureRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** Downloads and starts the engine; cli/ implements it. */
export interface EngineStarter {
  /** The parts that are not downloaded yet. */
  missing(): Promise<BuiltinPart[]>;
  /** Downloads what is missing and starts the engine, whose address is then that of the settings. */
  start(onProgress: ReportProgress, signal: AbortSignal): Promise<RunningEngine>;
}

/** Receives the progress of a download. */
export type ReportProgress = (progress: BuiltinProgress) => void;

/** The built-in engine: whether it answers in place of Ollama, and how it is started. */
export class BuiltinEngine {
  private readonly starter: EngineStarter | undefined;
  private readonly onStarted: () => void;
  private readonly listeners = new Set<ReportProgress>();
  private readonly stopped = new AbortController();
  private current: RunningEngine | undefined;
  private starting: { done: Promise<void>; abort: AbortController } | undefined;

  /**
   * @param running the engine that answers from the start, if any.
   * @param starter absent where the engine must not be started.
   * @param onStarted called when the engine has replaced Ollama.
   */
  constructor(
    running: RunningEngine | undefined,
    starter: EngineStarter | undefined,
    onStarted: () => void,
  ) {
    this.current = running;
    this.starter = starter;
    this.onStarted = onStarted;
  }

  /** The engine that answers in place of Ollama; undefined while Ollama answers. */
  get running(): RunningEngine | undefined {
    return this.current;
  }

  /** Whether the engine answers in place of Ollama. */
  get on(): boolean {
    return this.current !== undefined;
  }

  /** Whether the engine may be started. */
  get allowed(): boolean {
    return this.starter !== undefined;
  }

  /** The parts to download before the engine can start. */
  async missing(): Promise<BuiltinPart[]> {
    return this.on ? [] : ((await this.starter?.missing()) ?? []);
  }

  /**
   * Starts the engine, or joins a start that is under way; aborting the signal stops it for all
   * callers.
   *
   * @throws the errors of the starter.
   */
  async start(onProgress: ReportProgress, signal: AbortSignal): Promise<void> {
    if (this.on || this.starter === undefined) return;
    this.starting ??= this.begin(this.starter);
    const { done, abort } = this.starting;
    const stop = () => abort.abort(signal.reason);
    this.listeners.add(onProgress);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      await done;
    } finally {
      this.listeners.delete(onProgress);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Stops the engine, also one that is starting. */
  async close(): Promise<void> {
    this.stopped.abort();
    await this.starting?.done.catch(() => undefined);
    await this.current?.stop();
  }

  private begin(starter: EngineStarter): { done: Promise<void>; abort: AbortController } {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.stopped.signal]);
    const onProgress: ReportProgress = (progress) => {
      for (const listener of this.listeners) listener(progress);
    };
    const run = async () => {
      this.current = await starter.start(onProgress, signal);
      if (!this.stopped.signal.aborted) this.onStarted();
    };
    const done = run().finally(() => {
      this.starting = undefined;
    });
    return { done, abort };
  }
}
