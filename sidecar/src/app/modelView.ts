import type { ModelFit, ModelSummary, SuggestedModel } from '@condenser/protocol';
import { isError } from '../errors.ts';
import { estimateMemory, fitVerdict } from '../models/memoryEstimate.ts';
import { suggestedModels } from '../models/suggestedModels.ts';
import type { Application } from './application.ts';

/** The installed models with a verdict on whether each fits into memory, and why. */
export async function describeModels(
  application: Application,
  signal?: AbortSignal,
): Promise<ModelSummary[]> {
  const models = await application.backend.catalogue.describe(signal);
  return models.map(({ neededMemory, ...model }) => {
    const fit = neededMemory === undefined ? undefined : fitOf(application, neededMemory);
    return { ...model, fit };
  });
}

/** Suggested models to start with. The server need not be reachable. */
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
      fit,
    };
  });
  return described.map((model) => ({ ...model, recommended: isLargestFitting(model, described) }));
}

async function installedNames(
  application: Application,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  try {
    return new Set((await application.backend.catalogue.list(signal)).map(({ name }) => name));
  } catch (error) {
    signal?.throwIfAborted();
    if (isError(error)) return new Set();
    throw error;
  }
}

/** Whether it is the largest model of its purpose that fits; the list is sorted by size. */
function isLargestFitting(model: SuggestedModel, all: readonly SuggestedModel[]): boolean {
  const fitting = all.filter(
    ({ purpose, fit }) => purpose === model.purpose && fit?.verdict === 'fits',
  );
  return fitting.at(-1)?.name === model.name;
}

/** Undefined where the server runs on another computer. */
function fitOf(application: Application, needed: number): ModelFit | undefined {
  const { computer, backend } = application;
  if (computer === undefined || !backend.host.loopback) return undefined;
  const available = computer.memory;
  const verdict = fitVerdict(needed, available);
  const why = application.wording().models.fit[verdict]({ needed, available });
  return { verdict, needed, available, why };
}
