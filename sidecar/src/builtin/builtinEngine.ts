import type { BuiltinPart, BuiltinProgress } from '@condenser/protocol';

/** What the application needs of the built-in engine. */
export interface BuiltinServer {
  /** Whether its model is the small one that only shows that everything works. */
  readonly demonstration: boolean;
  /** Brings it back when it has died. */
  ensureRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** How a built-in engine comes to be. Only `main` can put one together. */
export interface BuiltinStarter {
  /** What would have to be fetched first. Fetches nothing. */
  missing(): Promise<BuiltinPart[]>;
  /** Fetches what is missing and starts it; from then on its address is that of the settings. */
  start(tell: TellProgress, signal: AbortSignal): Promise<BuiltinServer>;
}

/** Is told how far a part has come. */
export type TellProgress = (progress: BuiltinProgress) => void;

/** Whether the built-in engine answers, and the one way from Ollama to it. */
export class BuiltinSwitch {
  private readonly starter: BuiltinStarter | undefined;
  private readonly onStarted: () => void;
  private readonly listeners = new Set<TellProgress>();
  private readonly stopped = new AbortController();
  private server: BuiltinServer | undefined;
  private starting: { done: Promise<void>; abort: AbortController } | undefined;

  /**
   * @param server the one that answers from the beginning.
   * @param starter absent where none may be started.
   * @param onStarted called when it answers in place of Ollama from now on.
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

  /** The one that answers in place of Ollama; undefined while Ollama is what is asked. */
  get running(): BuiltinServer | undefined {
    return this.server;
  }

  /** Whether it answers in place of Ollama. */
  get on(): boolean {
    return this.server !== undefined;
  }

  /** Whether it may be started where it is not on. */
  get allowed(): boolean {
    return this.starter !== undefined;
  }

  /** What would have to be fetched before it can start. */
  async missing(): Promise<BuiltinPart[]> {
    return this.on ? [] : ((await this.starter?.missing()) ?? []);
  }

  /**
   * Starts it, or joins who does; a signal that is aborted stops it for all.
   *
   * @throws what the starter says.
   */
  async start(tell: TellProgress, signal: AbortSignal): Promise<void> {
    if (this.on || this.starter === undefined) return;
    this.starting ??= this.begin(this.starter);
    const { done, abort } = this.starting;
    const stop = () => abort.abort(signal.reason);
    this.listeners.add(tell);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      await done;
    } finally {
      this.listeners.delete(tell);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Ends it, also one that is about to start. */
  async close(): Promise<void> {
    this.stopped.abort();
    await this.starting?.done.catch(() => undefined);
    await this.server?.stop();
  }

  private begin(starter: BuiltinStarter): { done: Promise<void>; abort: AbortController } {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.stopped.signal]);
    const tell: TellProgress = (progress) => {
      for (const listener of this.listeners) listener(progress);
    };
    const run = async () => {
      this.server = await starter.start(tell, signal);
      if (!this.stopped.signal.aborted) this.onStarted();
    };
    const done = run().finally(() => {
      this.starting = undefined;
    });
    return { done, abort };
  }
}
