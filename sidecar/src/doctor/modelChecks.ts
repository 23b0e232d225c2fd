import type { ModelSummary } from '@condenser/protocol';
import type { Application } from '../app/application.ts';
import { isSameModel } from '../models/modelFacts.ts';
import { type Finding, finding } from './finding.ts';
import { withTimeout } from './ollamaChecks.ts';

/** The installed models, and the one that would answer. */
export async function* checkModels(application: Application): AsyncGenerator<Finding> {
  const texts = application.wording().doctor;
  let models: ModelSummary[] | undefined;
  const installed = await withTimeout('models', application, async (signal) => {
    models = await application.backend.catalogue.list(signal);
    const facts = models.map(({ name, chat, cloud, loaded }) => ({ name, chat, cloud, loaded }));
    return finding('models', 'ok', 'models', { models: facts }, texts);
  });
  yield installed;
  if (models === undefined) return;
  const known = models;
  yield await withTimeout('model', application, (signal) =>
    checkChoice(application, known, signal),
  );
}

async function checkChoice(
  application: Application,
  models: readonly ModelSummary[],
  signal: AbortSignal,
): Promise<Finding> {
  const texts = application.wording().doctor;
  const chosen = application.settings.current.model !== undefined;
  const { state, model, why = state, whatToDo } = await application.status(signal);
  if (model === undefined) {
    // With several models, the user is asked to choose; without any, nothing can answer.
    const canBeAsked = !chosen && models.some(({ chat, cloud }) => chat && !cloud);
    return {
      id: 'model',
      level: canBeAsked ? 'warning' : 'problem',
      found: why,
      whatToDo,
      facts: { state, installed: models.length },
    };
  }
  const summary = models.find(({ name }) => isSameModel(name, model));
  if (summary?.cloud) return finding('model', 'warning', 'modelCloud', { model }, texts);
  // Only the details are certain; the list may contain nothing but the family.
  const { capabilities } = await application.backend.catalogue.show(model, signal);
  if (capabilities.length > 0 && !capabilities.includes('completion')) {
    return finding('model', 'problem', 'modelCannotChat', { model }, texts);
  }
  const because = chosen ? 'chosen' : summary?.loaded ? 'loaded' : 'only';
  return finding('model', 'ok', 'model', { model, because }, texts);
}
