import type { ModelDetails, ModelSummary } from '@condenser/protocol';
import { CondenserError, isError } from '../errors.ts';
import { cacheBytesPerToken, estimateMemory } from './memoryEstimate.ts';
import { canChat, isSameModel, toDetails, toSummary } from './modelFacts.ts';
import type { LoadedModel, OllamaServer } from './ollama/ollamaServer.ts';

/** A listed model with what `/api/show` adds, and the bytes that it is thought to need. */
export interface DescribedModel extends ModelSummary {
  /** Absent for cloud models. */
  readonly neededMemory?: number;
}

/** What of `/api/show` belongs to the files of a model, and so to its digest. */
interface FileFacts {
  readonly contextLength?: number | undefined;
  readonly capabilities: readonly string[];
  readonly bytesPerToken?: number | undefined;
}

/** For how long `/api/ps` and `/api/show` are believed before they are asked again. */
const LOADED_FRESH_MS = 2_000;
const DETAILS_FRESH_MS = 60_000;
/** How many models are looked at side by side. */
const MAX_CONCURRENT_SHOWS = 4;

/** What the models of one Ollama are, and which of them answers when nobody said. */
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
   * The same with what each model's own description adds. Each file is looked at once, a cloud
   * model never; one whose description cannot be had is listed without it.
   */
  async describe(signal?: AbortSignal): Promise<DescribedModel[]> {
    const models = await this.list(signal);
    const waiting = models.filter((model) => !model.cloud && !this.factsOf.has(keyOf(model)));
    const look = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        await this.loadFacts(next, signal);
      }
    };
    await Promise.all(Array.from({ length: MAX_CONCURRENT_SHOWS }, look));
    return models.map((model) => this.withFacts(model));
  }

  /** Forgets what was believed: something was pulled, made, deleted, loaded or unloaded. */
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
   * The same name, when such a model is installed.
   *
   * @throws `modelMissing` with the command that installs it.
   */
  async requireInstalled(model: string, signal?: AbortSignal): Promise<string> {
    const installed = await this.list(signal);
    if (installed.some(({ name }) => isSameModel(name, model))) return model;
    throw new CondenserError('modelMissing', { model, pullCommand: `ollama pull ${model}` });
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
      if (!isError(error) || error.kind === 'ollamaUnreachable') throw error;
    }
    this.loadedModels = { at: this.now(), models };
    return models;
  }

  /** Remembers the model that answered last. */
  used(model: string): void {
    this.lastUsed = model;
  }

  /**
   * The model that answers: the first of `preferred` that is set. If none is: the one loaded (of
   * several, the one used last), else the one used last, else the only one there is. A cloud model
   * is never chosen unasked, and neither is one that cannot chat.
   *
   * @throws `noModelChosen` naming what could be chosen.
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

/** A name may come to mean another file. */
function keyOf({ name, digest }: ModelSummary): string {
  return digest ?? name;
}
