import type { ModelDetails, ModelMemory, ModelSummary } from '@condenser/protocol';
import type { ListResponse, ShowResponse } from 'ollama';
import type { LoadedModel } from './ollama/ollamaServer.ts';
import { count, longText, shortText, shortTexts } from './untrusted.ts';

type ListedModel = Partial<ListResponse['models'][number]> & {
  readonly remote_host?: unknown;
  readonly capabilities?: unknown;
};

const DEFAULT_REGISTRY = /^(?:https?:\/\/)?(?:registry\.ollama\.ai\/)?(?:library\/)?/;

/**
 * The name by which models are compared, as in Ollama: "llama3", "llama3:latest", "Llama3" and
 * "registry.ollama.ai/library/llama3" are the same model.
 */
export function fullName(model: string): string {
  const named = model.slice(model.lastIndexOf('/') + 1).includes(':') ? model : `${model}:latest`;
  return named.toLowerCase().replace(DEFAULT_REGISTRY, '');
}

/** Whether two names refer to the same model. */
export function isSameModel(one: string, other: string): boolean {
  return fullName(one) === fullName(other);
}

/** An entry of Ollama's list in the shape of the protocol; undefined without a name. */
export function toSummary(
  model: ListedModel,
  loaded: readonly LoadedModel[],
): ModelSummary | undefined {
  const name = shortText(model.name);
  if (name === undefined) return undefined;
  const details = detailsOf(model.details);
  const capabilities = Array.isArray(model.capabilities)
    ? shortTexts(model.capabilities)
    : undefined;
  const digest = shortText(model.digest);
  const modifiedAt = shortText(model.modified_at ?? undefined);
  const inMemory = loaded.find((other) => isSameModel(other.name, name));
  return {
    name,
    size: count(model.size) ?? 0,
    digest,
    modifiedAt,
    ...details,
    capabilities,
    chat: canChat(capabilities, details.family),
    cloud: isCloud(model, name),
    loaded: inMemory !== undefined,
    memory: inMemory && toMemory(inMemory),
  };
}

/** The memory of a loaded model in the shape of the protocol. */
export function toMemory(loaded: LoadedModel): ModelMemory {
  const { size, gpuSize = 0, contextLength, expiresAt } = loaded;
  return {
    size,
    gpuSize,
    ...(isPositive(contextLength) ? { contextWindow: contextLength } : {}),
    expiresAt,
  };
}

/** An answer of `/api/show` in the shape of the protocol. Its texts are untrusted. */
export function toDetails(name: string, answer: Partial<ShowResponse>): ModelDetails {
  const trained = trainedContextLength(answer.model_info);
  const parameters = longText(answer.parameters);
  const numCtx = modelfileNumber(parameters, 'num_ctx');
  return {
    name,
    capabilities: shortTexts(answer.capabilities),
    trainedContextLength: trained,
    modelfileContextWindow: numCtx,
    ...detailsOf(answer.details),
    template: longText(answer.template),
    system: longText(answer.system),
    parameters,
    license: longText(answer.license),
  };
}

function detailsOf(given: unknown): {
  family?: string;
  parameterSize?: string;
  quantization?: string;
} {
  const details = (given ?? {}) as Readonly<Record<string, unknown>>;
  return {
    family: shortText(details.family),
    parameterSize: shortText(details.parameter_size),
    quantization: shortText(details.quantization_level),
  };
}

/**
 * Whether a model can chat. Embedding families cannot, whatever the server reports: an imported BERT
 * is listed with `completion`. Old servers list no capabilities.
 */
export function canChat(
  capabilities: readonly string[] | undefined,
  family: string | undefined,
): boolean {
  if (/bert|embed/i.test(family ?? '')) return false;
  return capabilities === undefined || capabilities.length === 0
    ? true
    : capabilities.includes('completion');
}

function isCloud(model: ListedModel, name: string): boolean {
  return Boolean(model.remote_host) || /[:-]cloud$/.test(name);
}

/** `model_info` by key. */
export function infoOf(info: unknown): ReadonlyMap<unknown, unknown> {
  return new Map(info instanceof Map ? info : Object.entries(info ?? {}));
}

/**
 * `model_info` has it under the name of the architecture, such as "llama.context_length"; other parts
 * of the model than the language part may have their own.
 */
function trainedContextLength(info: unknown): number | undefined {
  const facts = infoOf(info);
  const own = facts.get(`${facts.get('general.architecture')}.context_length`);
  if (isPositive(own)) return own;
  for (const [key, value] of facts) {
    if (String(key).endsWith('.context_length') && isPositive(value)) return value;
  }
  return undefined;
}

/** `parameters` is a text with a name, spaces and a value on each line. */
function modelfileNumber(parameters: string | undefined, name: string): number | undefined {
  const line = new RegExp(`^${name}\\s+"?(\\d+)"?\\s*$`, 'm').exec(parameters ?? '');
  const value = Number(line?.[1]);
  return isPositive(value) ? value : undefined;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
