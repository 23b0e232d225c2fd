import type { ModelCatalogue } from '../../model/modelCatalogue.ts';
import { fieldProblem } from './validationDetail.ts';

/** For how long a choice, and the list of what runs elsewhere, are believed. */
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
  private elsewhere: { at: number; names: ReadonlySet<string> } | undefined;

  constructor(options: ModelChoiceOptions) {
    this.options = options;
  }

  /**
   * The model that the request picked, else the one that is set, else the one that Ollama has.
   *
   * @throws HttpProblem 422 where the request may not pick this one.
   */
  async pick(wanted: string | undefined, signal: AbortSignal): Promise<string> {
    if (wanted === undefined) return this.options.preset ?? this.choose(signal);
    const { allowed } = this.options;
    const isAllowed =
      allowed.length > 0 ? allowed.includes(wanted) : !(await this.isElsewhere(wanted, signal));
    if (isAllowed) return wanted;
    throw fieldProblem(
      ['config', 'configurable', 'model'],
      `the model ${wanted} is not allowed here`,
    );
  }

  private async choose(signal: AbortSignal): Promise<string> {
    const now = this.options.now();
    if (this.chosen && now - this.chosen.at < FRESH_MS) return this.chosen.model;
    const model = await this.options.catalogue.choose(signal);
    this.chosen = { at: now, model };
    return model;
  }

  /** Whether the model runs on somebody else's machine: what is asked would leave this one. */
  private async isElsewhere(model: string, signal: AbortSignal): Promise<boolean> {
    const now = this.options.now();
    if (!this.elsewhere || now - this.elsewhere.at >= FRESH_MS) {
      const listed = await this.options.catalogue.list(signal);
      const names = listed.filter(({ cloud }) => cloud).map(({ name }) => name);
      this.elsewhere = { at: now, names: new Set(names) };
    }
    const full = model.includes(':') ? model : `${model}:latest`;
    return this.elsewhere.names.has(full);
  }
}
