import type { ModelDetails } from '@condenser/protocol';
import type { ModelCatalogue } from './modelCatalogue.ts';
import { fullName, isSameModel } from './modelFacts.ts';

/** The window sizes to request. Few, because each change reloads the model. */
const BUCKETS = [4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144];

/** The limits of the window of one model, in tokens. */
export interface WindowLimits {
  /** The largest window that may be requested. */
  readonly maximum: number;
  /** The window that is loaded, already requested, or set in the Modelfile. */
  readonly minimum: number;
}

interface ModelFacts {
  readonly details: ModelDetails;
  readonly loadedWindow: number;
}

/** A running request in a window. Exactly one of the two methods is called, once. */
export interface WindowUse {
  /** The server accepted the request: later ones request at least this window. */
  accepted(): void;
  /** The request failed; `overflowed` if the prompt was too long even for this window. */
  failed(overflowed: boolean): void;
}

/**
 * One `num_ctx` per model at a time, for every call of every conversation, because a change reloads
 * the model and empties its prompt cache. The window only grows, from bucket to bucket, and only after
 * a request that the server accepted: a single question that is too long must not occupy the memory of
 * the largest window from then on.
 */
export class ContextWindows {
  private readonly catalogue: ModelCatalogue;
  private readonly maximum: () => number;
  private readonly taken = new Map<string, number>();
  private readonly underWay = new Map<string, number[]>();
  /** Windows that a server may have loaded for a prompt that still did not fit. */
  private readonly overflowed = new Map<string, number>();

  constructor(catalogue: ModelCatalogue, maximum: () => number) {
    this.catalogue = catalogue;
    this.maximum = maximum;
  }

  /**
   * The window for a request of this many tokens, the answer included; smaller only where the limits
   * do not allow more. A window that the user chose is used as it is, up to the trained length.
   */
  async windowFor(
    model: string,
    tokens: number,
    signal?: AbortSignal,
    chosen?: number,
  ): Promise<number> {
    const limits = this.limitsOf(model, await this.facts(model, signal), chosen);
    const bucket = BUCKETS.find((size) => size >= tokens) ?? limits.maximum;
    const window = Math.min(tokens <= limits.minimum ? limits.minimum : bucket, limits.maximum);
    return window;
  }

  /** The window of accepted and running requests; undefined before the first. */
  currentWindow(model: string): number | undefined {
    const key = fullName(model);
    const windows = [this.taken.get(key) ?? 0, ...(this.underWay.get(key) ?? [])];
    const largest = Math.max(...windows);
    return largest > 0 ? largest : undefined;
  }

  /** Registers a request in this window: until it ends, others request at least as much. */
  use(model: string, window: number): WindowUse {
    const key = fullName(model);
    this.underWay.set(key, [...(this.underWay.get(key) ?? []), window]);
    const end = () => {
      const others = this.underWay.get(key) ?? [];
      const at = others.indexOf(window);
      this.underWay.set(key, others.toSpliced(at, 1));
    };
    return {
      accepted: () => {
        end();
        this.taken.set(key, Math.max(window, this.taken.get(key) ?? 0));
        if (window >= (this.overflowed.get(key) ?? Number.POSITIVE_INFINITY)) {
          this.overflowed.delete(key);
        }
      },
      failed: (overflowed) => {
        end();
        if (overflowed) this.overflowed.set(key, window);
      },
    };
  }

  /** The limits by the trained length, the Modelfile, and the loaded and requested windows. */
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
    // A window in the Modelfile is a decision of the user about memory, and taken exactly.
    if (decided !== undefined) {
      const window = Math.min(decided, trained);
      return { minimum: window, maximum: window };
    }
    // The window that was loaded for a prompt that did not fit does not count.
    const loaded = loadedWindow === this.overflowed.get(fullName(model)) ? 0 : loadedWindow;
    const held = Math.max(loaded, this.currentWindow(model) ?? 0);
    const minimum = Math.min(held, trained);
    return { minimum, maximum: Math.max(Math.min(this.maximum(), trained), minimum) };
  }
}
