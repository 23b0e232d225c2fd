import type { ModelDetails, ModelSummary } from '@condenser/protocol';
import type { ListResponse, ShowResponse } from 'ollama';
import type { LoadedModel } from './ollamaServer.ts';

type ListedModel = ListResponse['models'][number] & {
  readonly remote_host?: string;
  readonly capabilities?: string[];
};

/** Ollama's "llama3" and "llama3:latest" are one model. */
export function fullName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1).includes(':') ? model : `${model}:latest`;
}

/** One entry of Ollama's list in the protocol's shape. */
export function toSummary(model: ListedModel, loaded: readonly LoadedModel[]): ModelSummary {
  const { details, capabilities } = model;
  return {
    name: model.name,
    size: model.size,
    ...(model.digest ? { digest: model.digest } : {}),
    ...(model.modified_at ? { modifiedAt: String(model.modified_at) } : {}),
    ...(details?.family ? { family: details.family } : {}),
    ...(details?.parameter_size ? { parameterSize: details.parameter_size } : {}),
    ...(details?.quantization_level ? { quantization: details.quantization_level } : {}),
    ...(capabilities ? { capabilities } : {}),
    chat: canChat(capabilities, details?.family),
    cloud: isCloud(model),
    loaded: loaded.some((other) => other.name === model.name),
  };
}

/** What `/api/show` says in the protocol's shape. All of it is untrusted text of the model's. */
export function toDetails(name: string, answer: ShowResponse): ModelDetails {
  const details = answer.details;
  const trained = trainedContextLength(answer.model_info);
  const numCtx = modelfileNumber(answer.parameters, 'num_ctx');
  return {
    name,
    capabilities: answer.capabilities ?? [],
    ...(trained === undefined ? {} : { trainedContextLength: trained }),
    ...(numCtx === undefined ? {} : { modelfileContextWindow: numCtx }),
    ...(details?.family ? { family: details.family } : {}),
    ...(details?.parameter_size ? { parameterSize: details.parameter_size } : {}),
    ...(details?.quantization_level ? { quantization: details.quantization_level } : {}),
    ...(answer.template ? { template: answer.template } : {}),
    ...(answer.system ? { system: answer.system } : {}),
    ...(answer.license ? { license: answer.license } : {}),
  };
}

/** Old servers list no capabilities; then only families that are known to embed are left out. */
function canChat(capabilities: readonly string[] | undefined, family: string | undefined): boolean {
  if (capabilities !== undefined && capabilities.length > 0) {
    return capabilities.includes('completion');
  }
  return !/bert|embed/i.test(family ?? '');
}

function isCloud(model: ListedModel): boolean {
  return Boolean(model.remote_host) || /[:-]cloud$/.test(model.name);
}

/**
 * `model_info` holds it under the architecture's name, such as "llama.context_length"; parts of
 * the model beside the language part may have one of their own.
 */
function trainedContextLength(info: unknown): number | undefined {
  const facts = new Map(info instanceof Map ? info : Object.entries(info ?? {}));
  const own = facts.get(`${facts.get('general.architecture')}.context_length`);
  if (isPositive(own)) return own;
  for (const [key, value] of facts) {
    if (String(key).endsWith('.context_length') && isPositive(value)) return value;
  }
  return undefined;
}

/** `parameters` is text: a name, spaces and a value on each line. */
function modelfileNumber(parameters: string | undefined, name: string): number | undefined {
  const line = new RegExp(`^${name}\\s+"?(\\d+)"?\\s*$`, 'm').exec(parameters ?? '');
  const value = Number(line?.[1]);
  return isPositive(value) ? value : undefined;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
