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
