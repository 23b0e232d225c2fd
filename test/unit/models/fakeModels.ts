import { ModelCatalogue } from '@condenser/sidecar/models/modelCatalogue.ts';
import type { LoadedModel, OllamaServer } from '@condenser/sidecar/models/ollama/ollamaServer.ts';

type ListResponse = Awaited<ReturnType<OllamaServer['list']>>;
type ShowResponse = Awaited<ReturnType<OllamaServer['show']>>;

/** What the stand-in knows of one model. */
export interface FakeModel {
  readonly name: string;
  readonly capabilities?: string[];
  readonly family?: string;
  readonly trained?: number;
  readonly parameters?: string;
  readonly remoteHost?: string;
  /** Tokens of the window that it is loaded with; absent: it is not loaded. */
  readonly loadedWindow?: number;
}

/** The three questions that the catalogue asks an Ollama, answered from a list. */
export class FakeModels {
  models: readonly FakeModel[];
  /** What `/api/ps` fails with; servers before 0.1.33 do not know it. */
  loadedFailure: unknown;
  readonly asked: string[] = [];

  constructor(...models: FakeModel[]) {
    this.models = models;
  }

  /** A catalogue over this stand-in. The clock goes on by a day at each look, so nothing is kept. */
  catalogue(now?: () => number): ModelCatalogue {
    let day = 0;
    const everyDay = () => {
      day += 24 * 3600 * 1000;
      return day;
    };
    return new ModelCatalogue(this as unknown as OllamaServer, now ?? everyDay);
  }

  async list(): Promise<ListResponse> {
    this.asked.push('list');
    const models = this.models.map(({ name, capabilities, family, remoteHost }) => ({
      name,
      size: 1,
      details: { family: family ?? 'llama' },
      ...(capabilities ? { capabilities } : {}),
      ...(remoteHost ? { remote_host: remoteHost } : {}),
    }));
    return { models } as unknown as ListResponse;
  }

  async show(name: string): Promise<ShowResponse> {
    this.asked.push(`show ${name}`);
    const model = this.models.find((other) => fullName(other.name) === fullName(name));
    if (model === undefined) throw new Error(`No model ${name}`);
    const { capabilities = ['completion'], family = 'llama', trained, parameters } = model;
    return {
      capabilities,
      details: { family },
      parameters,
      model_info: trained === undefined ? {} : { [`${family}.context_length`]: trained },
    } as unknown as ShowResponse;
  }

  async loaded(): Promise<LoadedModel[]> {
    this.asked.push('ps');
    if (this.loadedFailure !== undefined) throw this.loadedFailure;
    return this.models.flatMap(({ name, loadedWindow }) =>
      loadedWindow === undefined ? [] : [{ name, size: 1, contextLength: loadedWindow }],
    );
  }
}

function fullName(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}
