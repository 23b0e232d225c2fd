import { setTimeout as delay } from 'node:timers/promises';
import type { ModelCreateParams, Transfer, TransferProgress } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { freeBytes } from '../files/diskSpace.ts';
import { createModel } from './createModel.ts';
import type { ModelCatalogue } from './modelCatalogue.ts';
import { fullName } from './modelFacts.ts';
import { modelNameFrom } from './modelNames.ts';
import type { OllamaModels } from './ollama/ollamaModels.ts';
import { mayResume, pullError } from './ollama/translateError.ts';
import { TransferMeter } from './transferMeter.ts';

/** The dependencies of {@link Transfers}. */
export interface TransferDependencies {
  readonly models: OllamaModels;
  readonly catalogue: ModelCatalogue;
  /** Folders on this machine where Ollama may keep models; none if it runs on another machine. */
  readonly modelFolders: readonly string[];
  readonly now: () => number;
  /** Called when a transfer begins or ends. */
  readonly onChange: () => void;
}

/** Receives progress at most ten times a second, and at each new phase. */
export type ProgressListener = (progress: TransferProgress) => void;

/** The result of a transfer. */
export interface Installed {
  readonly model: string;
  readonly size?: number;
}

interface Running {
  readonly kind: Transfer['kind'];
  readonly model: string;
  readonly meter: TransferMeter;
  readonly abort: AbortController;
  readonly listeners: Set<ProgressListener>;
  readonly result: Promise<Installed>;
}

type Work = (meter: TransferMeter, onProgress: () => void, signal: AbortSignal) => Promise<void>;

const PROGRESS_INTERVAL_MS = 100;
/** How often a pull is resumed without progress in between. */
const MAX_ATTEMPTS = 3;
const RESUME_AFTER_MS = 1_000;

/** The pulls and creates of one Ollama, one at a time per model; a second pull joins the first. */
export class Transfers {
  private readonly dependencies: TransferDependencies;
  private readonly active = new Map<string, Running>();

  constructor(dependencies: TransferDependencies) {
    this.dependencies = dependencies;
  }

  /** The running transfers. */
  get running(): Transfer[] {
    return [...this.active.values()].map(({ kind, model, meter }) => ({
      kind,
      model,
      progress: meter.progress,
    }));
  }

  /** Pulls a model, or joins a running pull of it. Aborting stops it for all callers. */
  pull(given: string, onProgress: ProgressListener, signal?: AbortSignal): Promise<Installed> {
    const model = modelNameFrom(given);
    const running =
      this.active.get(fullName(model)) ?? this.start('pull', model, this.pulling(model));
    return join(running, onProgress, signal);
  }

  /** Creates a model, after any running transfer of the same name. */
  async create(
    params: ModelCreateParams,
    onProgress: ProgressListener,
    signal?: AbortSignal,
  ): Promise<Installed> {
    const model = modelNameFrom(params.model);
    for (;;) {
      const before = this.active.get(fullName(model));
      if (before === undefined) break;
      await before.result.catch(() => undefined);
      signal?.throwIfAborted();
    }
    const { models } = this.dependencies;
    const running = this.start('create', model, (meter, tell, stop) =>
      createModel({ ...params, model }, { models, meter, onProgress: tell, signal: stop }),
    );
    return join(running, onProgress, signal);
  }

  /** Cancels a transfer. Resolves when it has ended. */
  async cancel(model: string): Promise<void> {
    const running = this.active.get(fullName(modelNameFrom(model)));
    running?.abort.abort();
    await running?.result.catch(() => undefined);
  }

  async cancelAll(): Promise<void> {
    await Promise.all([...this.active.values()].map(({ model }) => this.cancel(model)));
  }

  private pulling(model: string): Work {
    return async (meter, onProgress, signal) => {
      let attempts = 0;
      for (;;) {
        const missing = meter.missing;
        try {
          await this.pullOnce(model, meter, onProgress, signal);
          return;
        } catch (error) {
          signal.throwIfAborted();
          const failure = pullError(error, model);
          attempts = meter.missing === missing ? attempts + 1 : 1;
          const moved = meter.progress.total > 0;
          if (!moved || !mayResume(failure) || attempts > MAX_ATTEMPTS) throw failure;
          meter.enter('transferring', `resuming (${(failure as Error).message})`);
          onProgress();
          await delay(RESUME_AFTER_MS * attempts, undefined, { signal });
        }
      }
    };
  }

  private async pullOnce(
    model: string,
    meter: TransferMeter,
    onProgress: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    let checked = 0;
    for await (const line of this.dependencies.models.pull(model, signal)) {
      meter.line(line);
      onProgress();
      const { total } = meter.progress;
      // The first line about a part has its size, before its bytes are transferred.
      if (total > checked) await this.requireSpace(model, meter.missing);
      checked = total;
    }
  }

  private async requireSpace(model: string, needed: number): Promise<void> {
    const sizes = await Promise.all(
      this.dependencies.modelFolders.map((folder) => freeBytes(folder).catch(() => undefined)),
    );
    // Unknown for an Ollama on another machine or in a container.
    const known = sizes.filter((size) => size !== undefined);
    const free = Math.max(...known);
    if (known.length > 0 && needed > free)
      throw new CondenserError('modelDiskFull', { model, needed, free });
  }

  private start(kind: Transfer['kind'], model: string, work: Work): Running {
    const { now, catalogue, onChange } = this.dependencies;
    const key = fullName(model);
    const meter = new TransferMeter(now);
    const abort = new AbortController();
    const listeners = new Set<ProgressListener>();
    const tell = throttled(now, () => {
      const { progress } = meter;
      for (const listener of listeners) listener(progress);
      return progress.phase;
    });
    const result = (async () => {
      try {
        await work(meter, tell, abort.signal);
        catalogue.forget(model);
        return await this.installed(key, model);
      } catch (error) {
        // Callers that only joined learn that it was cancelled.
        throw abort.signal.aborted
          ? new CondenserError('cancelled', { method: `model/${kind}` })
          : error;
      } finally {
        this.active.delete(key);
        onChange();
      }
    })();
    const running = { kind, model, meter, abort, listeners, result };
    this.active.set(key, running);
    onChange();
    return running;
  }

  private async installed(key: string, model: string): Promise<Installed> {
    // The size is optional: a failing list must not make the transfer fail.
    const models = await this.dependencies.catalogue.list().catch(() => []);
    const found = models.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    return found === undefined ? { model } : { model: found.name, size: found.size };
  }
}

async function join(
  running: Running,
  onProgress: ProgressListener,
  signal: AbortSignal | undefined,
): Promise<Installed> {
  const { listeners, abort, result, meter } = running;
  const stop = () => abort.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  listeners.add(onProgress);
  onProgress(meter.progress);
  try {
    return await result;
  } finally {
    listeners.delete(onProgress);
    signal?.removeEventListener('abort', stop);
  }
}

function throttled(now: () => number, tell: () => string): () => void {
  let at = Number.NEGATIVE_INFINITY;
  let phase = '';
  let waiting: NodeJS.Timeout | undefined;
  const tellNow = () => {
    clearTimeout(waiting);
    waiting = undefined;
    at = now();
    phase = tell();
  };
  return () => {
    if (now() - at >= PROGRESS_INTERVAL_MS) tellNow();
    else if (phase !== '' && waiting === undefined) {
      waiting = setTimeout(tellNow, PROGRESS_INTERVAL_MS);
      waiting.unref();
    }
  };
}
