import type { ModelDetails, ModelSummary } from '@condenser/protocol';
import { CondenserError, ModelMissingError, NoModelChosenError } from '../errors/index.ts';
import { fullName, toDetails, toSummary } from './modelFacts.ts';
import type { LoadedModel, OllamaServer } from './ollamaServer.ts';

/** For how long `/api/ps` and `/api/show` are believed before they are asked again. */
const LOADED_FRESH_MS = 2_000;
const DETAILS_FRESH_MS = 60_000;

/** What the models of one Ollama are, and which of them answers when nobody said. */
export class ModelCatalogue {
  private readonly server: OllamaServer;
  private readonly now: () => number;
  private readonly detailsOf = new Map<string, { at: number; details: ModelDetails }>();
  private loadedModels: { at: number; models: LoadedModel[] } | undefined;
  private lastUsed: string | undefined;

  constructor(server: OllamaServer, now: () => number) {
    this.server = server;
    this.now = now;
  }

  /** Installed models: loaded ones first, then by name. */
  async list(signal?: AbortSignal): Promise<ModelSummary[]> {
    const [listed, loaded] = await Promise.all([this.server.list(signal), this.loaded(signal)]);
    return listed.models
      .map((model) => toSummary(model, loaded))
      .sort((a, b) => Number(b.loaded) - Number(a.loaded) || a.name.localeCompare(b.name));
  }

  /**
   * The same name, when such a model is installed.
   *
   * @throws ModelMissingError with the command that installs it.
   */
  async requireInstalled(model: string, signal?: AbortSignal): Promise<string> {
    const installed = await this.list(signal);
    if (installed.some(({ name }) => name === fullName(model))) return model;
    throw new ModelMissingError({ model, pullCommand: `ollama pull ${model}` });
  }

  /** What is known of one model. Asked again after a minute: a model can be made anew. */
  async show(model: string, signal?: AbortSignal): Promise<ModelDetails> {
    const known = this.detailsOf.get(model);
    if (known && this.now() - known.at < DETAILS_FRESH_MS) return known.details;
    const details = toDetails(model, await this.server.show(model, signal));
    this.detailsOf.set(model, { at: this.now(), details });
    return details;
  }

  /** The models in memory. Servers that don't tell have none. */
  async loaded(signal?: AbortSignal): Promise<LoadedModel[]> {
    const known = this.loadedModels;
    if (known && this.now() - known.at < LOADED_FRESH_MS) return known.models;
    let models: LoadedModel[] = [];
    try {
      models = await this.server.loaded(signal);
    } catch (error) {
      // Without `/api/ps` (before 0.1.33) the choice goes on without it; being unreachable is told.
      if (!(error instanceof CondenserError) || error.kind === 'ollamaUnreachable') throw error;
    }
    this.loadedModels = { at: this.now(), models };
    return models;
  }

  /** Remembers the model that answered last. */
  used(model: string): void {
    this.lastUsed = fullName(model);
  }

  /**
   * The model to use when none is set: the one loaded (of several, the one used last), else the
   * one used last, else the only one there is. A cloud model is never chosen, and neither is one
   * that cannot chat.
   *
   * @throws NoModelChosenError naming what could be chosen.
   */
  async choose(signal?: AbortSignal): Promise<string> {
    const candidates = (await this.list(signal)).filter((model) => model.chat && !model.cloud);
    const [first] = candidates;
    const last = candidates.find((model) => model.name === this.lastUsed);
    if (first?.loaded) return last?.loaded ? last.name : first.name;
    if (last) return last.name;
    if (first && candidates.length === 1) return first.name;
    throw new NoModelChosenError({ models: candidates.map((model) => model.name) });
  }
}
