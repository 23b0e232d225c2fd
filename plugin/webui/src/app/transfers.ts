import {
  ModelPullRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
  ProgressNotification,
  TransferProgress,
} from '@condenser/protocol/light';
import { ConnectionLostError, type RpcClient } from '../rpc/client.ts';
import type { Store } from '../state/store.ts';

/** Models that are being fetched. Closing the page stops none; a page that is loaded again joins. */
export class Transfers {
  private readonly store: Store;
  private readonly client: RpcClient;

  constructor(store: Store, client: RpcClient) {
    this.store = store;
    this.client = client;
    client.on(ProgressNotification, ({ token, value }) => {
      const progress = TransferProgress.safeParse(value);
      if (progress.success && typeof token === 'string') this.show(token, progress.data);
    });
  }

  /**
   * Fetches a model, on a person's click; joins one that runs. Resolves when it is installed.
   *
   * @throws what the sidecar says, such as that nobody knows the model.
   */
  async pull(model: string): Promise<void> {
    const starting: TransferProgress = { phase: 'preparing', completed: 0, total: 0, status: '' };
    this.show(model, this.store.state.transfers[model] ?? starting);
    try {
      await this.client.request(ModelPullRequest, { model, progressToken: model });
    } catch (error) {
      // It goes on without the page, which joins it again.
      if (error instanceof ConnectionLostError) return;
      throw error;
    } finally {
      this.show(model, undefined);
    }
  }

  async cancel(model: string): Promise<void> {
    await this.client.request(ModelTransferCancelRequest, { model });
  }

  /** Takes part in what is being fetched already. */
  async join(): Promise<void> {
    const { transfers } = await this.client.request(ModelTransfersRequest, {});
    const pulls = transfers.filter(({ kind }) => kind === 'pull');
    await Promise.allSettled(pulls.map(({ model }) => this.pull(model)));
  }

  private show(model: string, progress: TransferProgress | undefined): void {
    const { [model]: _, ...others } = this.store.state.transfers;
    const transfers = progress === undefined ? others : { ...others, [model]: progress };
    this.store.dispatch({ type: 'set', values: { transfers } });
  }
}
