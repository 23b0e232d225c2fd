import type { ModelSummary } from '@condenser/protocol';
import type { ModelCatalogue } from '../../models/modelCatalogue.ts';
import { isSameModel } from '../../models/modelFacts.ts';
import { fieldProblem } from './validationDetail.ts';

/** For how long a choice, and the list of models, are believed. */
const FRESH_MS = 2_000;

/** What the choice stands on. */
export interface ModelChoiceOptions {
  readonly catalogue: ModelCatalogue;
  /** The model of the settings. */
  readonly preset: string | undefined;
  /** The models that a request may pick; empty: every one that runs on the machine of Ollama. */
  readonly allowed: readonly string[];
  readonly now: () => number;
}

/** Which model answers a request. */
export class ModelChoice {
  private readonly options: ModelChoiceOptions;
  private chosen: { at: number; model: string } | undefined;
  private known: { at: number; models: readonly ModelSummary[] } | undefined;

  constructor(options: ModelChoiceOptions) {
    this.options = options;
  }

  /**
   * The model that the request picked, else the one that is set, else the one that Ollama has.
   *
   * @throws HttpProblem 422 where the request may not pick this one, or it is not installed.
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
    if (this.chosen && now - this.chosen.at < FRESH_MS) return this.chosen.model;
    const model = await this.options.catalogue.choose(signal);
    this.chosen = { at: now, model };
    return model;
  }

  private async listed(signal: AbortSignal): Promise<readonly ModelSummary[]> {
    const now = this.options.now();
    if (!this.known || now - this.known.at >= FRESH_MS) {
      this.known = { at: now, models: await this.options.catalogue.list(signal) };
    }
    return this.known.models;
  }
}

function refusal(problem: string): Error {
  return fieldProblem(['config', 'configurable', 'model'], problem);
}
