import type { ModelFit, ModelSummary, SuggestedModel } from '@condenser/protocol';
import { isError } from '../errors.ts';
import { estimateMemory, fitVerdict } from '../models/memoryEstimate.ts';
import { suggestedModels } from '../models/suggestedModels.ts';
import type { Application } from './application.ts';

/** The installed models as a person sees them: with whether each fits, and why. */
export async function describeModels(
  application: Application,
  signal?: AbortSignal,
): Promise<ModelSummary[]> {
  const models = await application.catalogue.describe(signal);
  return models.map(({ neededMemory, ...model }) => {
    const fit = neededMemory === undefined ? undefined : fitOf(application, neededMemory);
    return { ...model, ...(fit === undefined ? {} : { fit }) };
  });
}

/** The models to start with. Ollama need not answer. */
export async function describeSuggestions(
  application: Application,
  signal?: AbortSignal,
): Promise<SuggestedModel[]> {
  const installed = await installedNames(application, signal);
  const { strength: texts } = application.wording().models;
  const described = suggestedModels.map(({ strength, ...model }) => {
    const fit = fitOf(application, estimateMemory(model.size, undefined));
    return {
      ...model,
      why: texts[strength],
      installed: installed.has(model.name),
      recommended: false,
      ...(fit === undefined ? {} : { fit }),
    };
  });
  return described.map((model) => ({ ...model, recommended: isBest(model, described) }));
}

async function installedNames(
  application: Application,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  try {
    return new Set((await application.catalogue.list(signal)).map(({ name }) => name));
  } catch (error) {
    signal?.throwIfAborted();
    if (isError(error)) return new Set();
    throw error;
  }
}

/** The biggest of its purpose that fits well: the list goes from small to big. */
function isBest(model: SuggestedModel, all: readonly SuggestedModel[]): boolean {
  const fitting = all.filter(
    ({ purpose, fit }) => purpose === model.purpose && fit?.verdict === 'fits',
  );
  return fitting.at(-1)?.name === model.name;
}

/** Undefined where the memory is another machine's. */
function fitOf(application: Application, needed: number): ModelFit | undefined {
  const { machine, ollama } = application;
  if (machine === undefined || !ollama.host.loopback) return undefined;
  const available = machine.memory;
  const verdict = fitVerdict(needed, available);
  const why = application.wording().models.fit[verdict]({ needed, available });
  return { verdict, needed, available, why };
}
