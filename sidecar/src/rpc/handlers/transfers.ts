import {
  ModelCreateRequest,
  ModelPullRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** Pulls and creates: begun, watched, stopped. */
export function handleTransfers(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(ModelPullRequest, ({ model, progressToken }, signal, client) =>
      application.ollama.transfers.pull(model, client.progress(progressToken), signal),
    )
    .handle(ModelCreateRequest, ({ progressToken, ...params }, signal, client) =>
      application.ollama.transfers.create(params, client.progress(progressToken), signal),
    )
    .handle(ModelTransfersRequest, async () => ({
      transfers: application.ollama.transfers.running,
    }))
    .handle(ModelTransferCancelRequest, async ({ model }) => {
      await application.ollama.transfers.cancel(model);
      return null;
    });
}
