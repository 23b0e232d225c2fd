import type { Inference, ModelFacts } from '../llama/inference.ts';

/** Ollama without a tag means this one. */
const DEFAULT_TAG = 'latest';

/** How long a loaded model stays, as `/api/ps` shows it: as long as the engine. */
const FOREVER_MS = 100 * 365 * 24 * 3600 * 1000;

/** Whether a request that names a model means this one. */
export function meansModel(asked: string, facts: ModelFacts): boolean {
  const name = asked.includes(':') ? asked : `${asked}:${DEFAULT_TAG}`;
  return name.toLowerCase() === facts.name.toLowerCase();
}

/** The body of `/api/tags`: the one model there is. */
export function listAnswer(facts: ModelFacts): object {
  const { name, size, modifiedAt, capabilities } = facts;
  return {
    models: [
      {
        name,
        model: name,
        modified_at: modifiedAt.toISOString(),
        size,
        digest: '',
        details: details(facts),
        capabilities,
      },
    ],
  };
}

/** The body of `/api/ps`. */
export function loadedAnswer({ facts, loaded }: Inference, now: Date): object {
  if (loaded === undefined) return { models: [] };
  return {
    models: [
      {
        name: facts.name,
        model: facts.name,
        size: loaded.memory,
        digest: '',
        details: details(facts),
        expires_at: new Date(now.getTime() + FOREVER_MS).toISOString(),
        size_vram: 0,
        context_length: loaded.contextLength,
      },
    ],
  };
}

/** The body of `/api/show`. */
export function showAnswer(facts: ModelFacts): object {
  return {
    modelfile: '',
    template: facts.template ?? '',
    details: details(facts),
    model_info: facts.metadata,
    capabilities: facts.capabilities,
    modified_at: facts.modifiedAt.toISOString(),
  };
}

function details({ family, parameterSize, quantization }: ModelFacts): object {
  return {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: parameterSize ?? '',
    quantization_level: quantization ?? '',
  };
}
