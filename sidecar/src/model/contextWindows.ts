import type { ModelDetails } from '@condenser/protocol';
import type { ModelCatalogue } from './modelCatalogue.ts';
import { fullName, isSameModel } from './modelFacts.ts';

/** The windows that are asked for. Few, because each change reloads the model. */
const BUCKETS = [4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144];

/** What bounds the window of one model. */
export interface WindowLimits {
  /** Tokens of the largest window that may be asked for. */
  readonly maximum: number;
  /** Tokens of the smallest: what is loaded or was asked for already, or what the Modelfile says. */
  readonly minimum: number;
}

interface ModelFacts {
  readonly details: ModelDetails;
  readonly loadedWindow: number;
}

/**
 * One `num_ctx` per model at a time, for every call of every conversation: a change reloads the
 * model and empties its prompt cache, so the value only grows, from bucket to bucket.
 */
export class ContextWindows {
  private readonly catalogue: ModelCatalogue;
  private readonly maximum: () => number;
  private readonly current = new Map<string, number>();

  constructor(catalogue: ModelCatalogue, maximum: () => number) {
    this.catalogue = catalogue;
    this.maximum = maximum;
  }

  /**
   * The window for a request of this many tokens, the answer included. It is smaller than that
   * only when the limits leave no larger one. One that a person chose is taken as it is, up to
   * what the model was trained for.
   */
  async windowFor(
    model: string,
    tokens: number,
    signal?: AbortSignal,
    chosen?: number,
  ): Promise<number> {
    // Nothing is awaited between reading the window of before and setting the one of now.
    const limits = this.limitsOf(model, await this.facts(model, signal), chosen);
    const bucket = BUCKETS.find((size) => size >= tokens) ?? limits.maximum;
    const window = Math.min(tokens <= limits.minimum ? limits.minimum : bucket, limits.maximum);
    this.current.set(fullName(model), window);
    return window;
  }

  /** The window asked for last, before it grows with the next request. */
  currentWindow(model: string): number | undefined {
    return this.current.get(fullName(model));
  }

  /** What the model was trained for, its Modelfile, what is loaded and what was asked for allow. */
  async limits(model: string, signal?: AbortSignal, chosen?: number): Promise<WindowLimits> {
    return this.limitsOf(model, await this.facts(model, signal), chosen);
  }

  private async facts(model: string, signal: AbortSignal | undefined): Promise<ModelFacts> {
    const [details, loaded] = await Promise.all([
      this.catalogue.show(model, signal),
      this.catalogue.loaded(signal),
    ]);
    const inMemory = loaded.find((other) => isSameModel(other.name, model));
    return { details, loadedWindow: inMemory?.contextLength ?? 0 };
  }

  private limitsOf(
    model: string,
    { details, loadedWindow }: ModelFacts,
    chosen: number | undefined,
  ): WindowLimits {
    const trained = details.trainedContextLength ?? Number.POSITIVE_INFINITY;
    const decided = chosen ?? details.modelfileContextWindow;
    // A window in the Modelfile is somebody's decision about their memory: neither more nor less.
    if (decided !== undefined) {
      const window = Math.min(decided, trained);
      return { minimum: window, maximum: window };
    }
    const held = Math.max(loadedWindow, this.currentWindow(model) ?? 0);
    const minimum = Math.min(held, trained);
    return { minimum, maximum: Math.max(Math.min(this.maximum(), trained), minimum) };
  }
}
