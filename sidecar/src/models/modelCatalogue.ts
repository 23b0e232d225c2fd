import type { ModelDetails, ModelSummary } from '@condenser/protocol';
import { CondenserError, isError } from '../errors.ts';
import { cacheBytesPerToken, estimateMemory } from './memoryEstimate.ts';
import { canChat, isSameModel, toDetails, toSummary } from './modelFacts.ts';
import type { LoadedModel, OllamaServer } from './ollama/ollamaServer.ts';

/** A listed model with facts from `/api/show` and its estimated memory. */
export interface DescribedModel extends ModelSummary {
  /** Bytes; absent for cloud models. */
  readonly neededMemory?: number;
}

/** The facts from `/api/show` that belong to a model's files, and so to its digest. */
interface FileFacts {
  readonly contextLength?: number | undefined;
  readonly capabilities: readonly string[];
  readonly bytesPerToken?: number | undefined;
}

/** How long the answers of `/api/ps` and `/api/show` are reused. */
const LOADED_FRESH_MS = 2_000;
const DETAILS_FRESH_MS = 60_000;
/** How many `/api/show` requests run at the same time. */
const MAX_CONCURRENT_SHOWS = 4;

/** The models of one Ollama, and which of them answers. */
export class ModelCatalogue {
  private readonly server: OllamaServer;
  private readonly now: () => number;
  private readonly detailsOf = new Map<string, { at: number; details: ModelDetails }>();
  private readonly factsOf = new Map<string, FileFacts>();
  private loadedModels: { at: number; models: LoadedModel[] } | undefined;
  private lastUsed: string | undefined;

  constructor(server: OllamaServer, now: () => number) {
    this.server = server;
    this.now = now;
  }

  /** Installed models: loaded ones first, then by name. */
  async list(signal?: AbortSignal): Promise<ModelSummary[]> {
    const [listed, loaded] = await Promise.all([this.server.list(signal), this.loaded(signal)]);
    const models = Array.isArray(listed.models) ? listed.models : [];
    return models
      .flatMap((model) => toSummary(model, loaded) ?? [])
      .sort((a, b) => Number(b.loaded) - Number(a.loaded) || a.name.localeCompare(b.name));
  }

  /**
   * The installed models with the facts of `/api/show`, which is requested once for each digest and
   * never for cloud models. A model whose request fails is listed without these facts.
   */
  async describe(signal?: AbortSignal): Promise<DescribedModel[]> {
    const models = await this.list(signal);
    const pending = models.filter((model) => !model.cloud && !this.factsOf.has(keyOf(model)));
    const worker = async () => {
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        await this.loadFacts(next, signal);
      }
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_SHOWS }, worker));
    return models.map((model) => this.withFacts(model));
  }

  /** Drops cached answers: a model was pulled, created, deleted, loaded or unloaded. */
  forget(model?: string): void {
    this.loadedModels = undefined;
    if (model === undefined) return;
    for (const name of [...this.detailsOf.keys()]) {
      if (isSameModel(name, model)) this.detailsOf.delete(name);
    }
  }

  private async loadFacts(model: ModelSummary, signal: AbortSignal | undefined): Promise<void> {
    try {
      const answer = await this.server.show(model.name, signal);
      const { trainedContextLength, capabilities } = toDetails(model.name, answer);
      this.factsOf.set(keyOf(model), {
        contextLength: trainedContextLength,
        capabilities,
        bytesPerToken: cacheBytesPerToken(answer.model_info),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (!isError(error)) throw error;
    }
  }

  private withFacts(model: ModelSummary): DescribedModel {
    if (model.cloud) return model;
    const facts = this.factsOf.get(keyOf(model));
    const neededMemory = estimateMemory(model.size, facts?.bytesPerToken);
    if (facts === undefined) return { ...model, neededMemory };
    const { contextLength, capabilities } = facts;
    return {
      ...model,
      ...(capabilities.length === 0
        ? {}
        : {
            capabilities: [...capabilities],
            chat: canChat(capabilities, model.family),
            thinking: capabilities.includes('thinking'),
          }),
      ...(contextLength === undefined ? {} : { contextLength }),
      neededMemory,
    };
  }

  /**
   * Returns the name if such a model is installed.
   *
   * @throws `modelMissing` with the command that installs it.
   */
  async requireInstalled(model: string, signal?: AbortSignal): Promise<string> {
    const installed = await this.list(signal);
    if (installed.some(({ name }) => isSameModel(name, model))) return model;
    throw new CondenserError('modelMissing', { model, pullCommand: `ollama pull ${model}` });
  }

  /** The details of one model, cached for a minute because a model can be created anew. */
  async show(model: string, signal?: AbortSignal): Promise<ModelDetails> {
    const cached = this.detailsOf.get(model);
    if (cached && this.now() - cached.at < DETAILS_FRESH_MS) return cached.details;
    const details = toDetails(model, await this.server.show(model, signal));
    this.detailsOf.set(model, { at: this.now(), details });
    return details;
  }

  /** The models in memory; none for servers without `/api/ps`. */
  async loaded(signal?: AbortSignal): Promise<LoadedModel[]> {
    const cached = this.loadedModels;
    if (cached && this.now() - cached.at < LOADED_FRESH_MS) return cached.models;
    let models: LoadedModel[] = [];
    try {
      models = await this.server.loaded(signal);
    } catch (error) {
      // Before 0.1.33 there is no `/api/ps`; only an unreachable server is an error.
      if (!isError(error) || error.kind === 'ollamaUnreachable') throw error;
    }
    this.loadedModels = { at: this.now(), models };
    return models;
  }

  /** Remembers the model of the last answer. */
  used(model: string): void {
    this.lastUsed = model;
  }

  /**
   * The model that answers: the first of `preferred` that is set, else a loaded one (of several, the
   * one used last), else the one used last, else the only one. Never chooses a cloud model, or one
   * that cannot chat.
   *
   * @throws `noModelChosen` with the candidates.
   */
  async choose(
    signal?: AbortSignal,
    ...preferred: readonly (string | undefined)[]
  ): Promise<string> {
    const named = preferred.find((model) => model !== undefined);
    if (named !== undefined) return named;
    const candidates = (await this.list(signal)).filter((model) => model.chat && !model.cloud);
    const [first] = candidates;
    const last = candidates.find(
      ({ name }) => this.lastUsed !== undefined && isSameModel(name, this.lastUsed),
    );
    if (first?.loaded) return last?.loaded ? last.name : first.name;
    if (last) return last.name;
    if (first && candidates.length === 1) return first.name;
    throw new CondenserError('noModelChosen', { models: candidates.map((model) => model.name) });
  }
}

/** The files that a name refers to may change. */
function keyOf({ name, digest }: ModelSummary): string {
  return digest ?? name;
}
