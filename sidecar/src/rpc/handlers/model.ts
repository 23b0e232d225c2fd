import {
  ModelCreateRequest,
  ModelDeleteRequest,
  ModelListRequest,
  ModelPreloadRequest,
  ModelPullRequest,
  ModelRunningRequest,
  ModelShowRequest,
  ModelSuggestedRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
  ModelUnloadRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { describeModels, describeSuggestions } from '../../app/modelView.ts';
import { settingsFor } from '../../chat/chain/chainRequest.ts';
import { isSameModel, toMemory } from '../../models/modelFacts.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** The models of the server: listing, details, and loading into memory. */
export function handleModels(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(ModelListRequest, async (_params, signal) => ({
      models: await describeModels(application, signal),
    }))
    .handle(ModelShowRequest, ({ model }, signal) =>
      application.backend.catalogue.show(model, signal),
    )
    .handle(ModelSuggestedRequest, async (_params, signal) => ({
      models: await describeSuggestions(application, signal),
    }))
    .handle(ModelRunningRequest, async (_params, signal) => {
      application.backend.catalogue.forget();
      const models = await application.backend.server.loaded(signal);
      return { models: models.map((model) => ({ name: model.name, ...toMemory(model) })) };
    })
    .handle(ModelPreloadRequest, ({ model }, signal) => preload(application, model, signal))
    .handle(ModelUnloadRequest, async ({ model }, signal) => {
      await application.backend.models.unload(model, signal);
      application.modelsChanged();
      return null;
    })
    .handle(ModelDeleteRequest, async ({ model }, signal) => {
      const { models, catalogue } = application.backend;
      const listed = await catalogue.list(signal);
      await models.delete(model, signal);
      application.modelsChanged(model);
      return { size: listed.find(({ name }) => isSameModel(name, model))?.size ?? 0 };
    });
}

/** In tokens; fits the smallest window. */
const MIN_REQUEST = 1;

async function preload(
  application: Application,
  model: string,
  signal: AbortSignal,
): Promise<{ contextWindow: number; duration: number }> {
  const { models, windows } = application.backend;
  const { contextWindow: chosen, keepAlive } = settingsFor(model, application.settings.current);
  const begin = performance.now();
  const contextWindow = await windows.windowFor(model, MIN_REQUEST, signal, chosen);
  await models.load(model, contextWindow, keepAlive, signal);
  windows.use(model, contextWindow).accepted();
  application.modelsChanged();
  return { contextWindow, duration: Math.round(performance.now() - begin) };
}

/** Pulling and creating models: starting, watching and cancelling. */
export function handleTransfers(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(ModelPullRequest, ({ model, progressToken }, signal, client) =>
      application.backend.transfers.pull(model, client.progress(progressToken), signal),
    )
    .handle(ModelCreateRequest, ({ progressToken, ...params }, signal, client) =>
      application.backend.transfers.create(params, client.progress(progressToken), signal),
    )
    .handle(ModelTransfersRequest, async () => ({
      transfers: application.backend.transfers.running,
    }))
    .handle(ModelTransferCancelRequest, async ({ model }) => {
      await application.backend.transfers.cancel(model);
      return null;
    });
}
