import type { ModelSummary } from '@condenser/protocol';
import type { ModelCatalogue } from '../../models/modelCatalogue.ts';
import { isSameModel } from '../../models/modelFacts.ts';
import { fieldProblem } from './validationDetail.ts';

/** How long a choice and the list of models are cached. */
const CACHE_MS = 2_000;

/** What a {@link ModelChoice} needs. */
export interface ModelChoiceOptions {
  readonly catalogue: ModelCatalogue;
  /** The model of the settings. */
  readonly preset: string | undefined;
  /** The models that a request may choose. If empty: all but cloud models. */
  readonly allowed: readonly string[];
  readonly now: () => number;
}

/** Chooses the model for a request. */
export class ModelChoice {
  private readonly options: ModelChoiceOptions;
  private chosen: { at: number; model: string } | undefined;
  private known: { at: number; models: readonly ModelSummary[] } | undefined;

  constructor(options: ModelChoiceOptions) {
    this.options = options;
  }

  /**
   * The model of the request, else that of the settings, else the best one installed.
   *
   * @throws HttpProblem 422 when the model is not allowed or not installed.
   */
  async pick(wanted: string | undefined, signal: AbortSignal): Promise<string> {
    if (wanted === undefined) return this.options.preset ?? this.choose(signal);
    const { allowed } = this.options;
    const listed = await this.listed(signal);
    const found = listed.find(({ name }) => isSameModel(name, wanted));
    const isAllowed = allowed.length > 0 ? allowed.includes(wanted) : found?.cloud !== true;
    if (!isAllowed) throw refusal(`the model ${wanted} is not allowed here`);
    if (found === undefined) {
      throw refusal(`the model ${wanted} is not installed; ollama pull ${wanted} installs it`);
    }
    return wanted;
  }

  private async choose(signal: AbortSignal): Promise<string> {
    const now = this.options.now();
    if (this.chosen && now - this.chosen.at < CACHE_MS) return this.chosen.model;
    const model = await this.options.catalogue.choose(signal);
    this.chosen = { at: now, model };
    return model;
  }

  private async listed(signal: AbortSignal): Promise<readonly ModelSummary[]> {
    const now = this.options.now();
    if (!this.known || now - this.known.at >= CACHE_MS) {
      this.known = { at: now, models: await this.options.catalogue.list(signal) };
    }
    return this.known.models;
  }
}

function refusal(problem: string): Error {
  return fieldProblem(['config', 'configurable', 'model'], problem);
}
