import type { BuiltinPart, BuiltinProgress } from '@condenser/protocol';

/** The built-in engine, while it runs. */
export interface BuiltinServer {
  /** Whether its model is only for demonstration. */
  readonly demonstration: boolean;
  /** Restarts it if it has died. */
  ensureRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** Downloads and starts the built-in engine. Only `cli` can put one together. */
export interface BuiltinStarter {
  /** The parts to download first. Downloads nothing itself. */
  missing(): Promise<BuiltinPart[]>;
  /** Downloads missing parts and starts the engine; then the settings have its address. */
  start(onProgress: OnProgress, signal: AbortSignal): Promise<BuiltinServer>;
}

/** Receives the progress of a download. */
export type OnProgress = (progress: BuiltinProgress) => void;

/** Switches from Ollama to the built-in engine. */
export class BuiltinSwitch {
  private readonly starter: BuiltinStarter | undefined;
  private readonly onStarted: () => void;
  private readonly listeners = new Set<OnProgress>();
  private readonly stopped = new AbortController();
  private server: BuiltinServer | undefined;
  private starting: { done: Promise<void>; abort: AbortController } | undefined;

  /**
   * @param server the engine that replaces Ollama from the beginning.
   * @param starter absent where the engine may not be started.
   * @param onStarted called when the engine has replaced Ollama.
   */
  constructor(
    server: BuiltinServer | undefined,
    starter: BuiltinStarter | undefined,
    onStarted: () => void,
  ) {
    this.server = server;
    this.starter = starter;
    this.onStarted = onStarted;
  }

  /** The engine in place of Ollama; undefined while Ollama is used. */
  get running(): BuiltinServer | undefined {
    return this.server;
  }

  /** Whether the engine is used in place of Ollama. */
  get on(): boolean {
    return this.server !== undefined;
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
   * Starts the engine, or joins a start in progress. Aborting the signal of any caller aborts the
   * start for all.
   *
   * @throws the error of the starter.
   */
  async start(onProgress: OnProgress, signal: AbortSignal): Promise<void> {
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

  /** Stops the engine; aborts a start in progress. */
  async close(): Promise<void> {
    this.stopped.abort();
    await this.starting?.done.catch(() => undefined);
    await this.server?.stop();
  }

  private begin(starter: BuiltinStarter): { done: Promise<void>; abort: AbortController } {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.stopped.signal]);
    const onProgress: OnProgress = (progress) => {
      for (const listener of this.listeners) listener(progress);
    };
    const run = async () => {
      this.server = await starter.start(onProgress, signal);
      if (!this.stopped.signal.aborted) this.onStarted();
    };
    const done = run().finally(() => {
      this.starting = undefined;
    });
    return { done, abort };
  }
}
