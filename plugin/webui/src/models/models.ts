import {
  ModelListRequest,
  ModelPullRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
  OllamaStartRequest,
  ProgressNotification,
  SettingsUpdateRequest,
  TransferProgress,
} from '@condenser/protocol/light';
import type { Conversations } from '../history/conversations.ts';
import { ConnectionLostError, type RpcClient } from '../rpc/client.ts';
import { NEW } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** A list that is older than this does not say which models are loaded. */
const MAX_AGE_MS = 60_000;

/** The models of the server: which there are, which one answers, and which are being downloaded. */
export class Models {
  private readonly store: Store;
  private readonly client: RpcClient;
  private readonly conversations: Conversations;
  private listedAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store, client: RpcClient, conversations: Conversations) {
    this.store = store;
    this.client = client;
    this.conversations = conversations;
    client.on(ProgressNotification, ({ token, value }) => {
      const progress = TransferProgress.safeParse(value);
      if (progress.success && typeof token === 'string') this.show(token, progress.data);
    });
  }

  async list(): Promise<void> {
    const { lastFinished } = this.store.state;
    this.listedAt = performance.now();
    const { models } = await this.client.request(ModelListRequest, {});
    // A turn that ended meanwhile has loaded its model, which this list may not say.
    if (this.store.state.lastFinished !== lastFinished) return this.list();
    this.store.dispatch({ type: 'set', values: { models } });
  }

  /** Lists the models again when a server may have unloaded some since. */
  refresh(): void {
    if (performance.now() - this.listedAt < MAX_AGE_MS) return;
    // Without it the page only cannot tell that a model must be loaded.
    this.list().catch(() => undefined);
  }

  /**
   * Chooses the model that answers in the current conversation. One that is chosen for a new
   * conversation, or where there was none, becomes the model of all new conversations.
   */
  async choose(model: string): Promise<void> {
    const { current, status } = this.store.state;
    if (current !== NEW) await this.conversations.update(current, { model });
    else this.store.dispatch({ type: 'set', values: { newModel: model } });
    if (current !== NEW && status?.state !== 'noModel') return;
    await this.client.request(SettingsUpdateRequest, { changes: { model } });
  }

  /** Starts Ollama; its status and its models follow as notifications. */
  async startOllama(): Promise<void> {
    const status = await this.client.request(OllamaStartRequest, {});
    this.store.dispatch({ type: 'set', values: { status } });
  }

  /**
   * Downloads a model, or joins a pull of it that runs. Resolves when it is installed. Closing the
   * page stops no pull.
   *
   * @throws the error of the sidecar, such as that the model does not exist.
   */
  async pull(model: string): Promise<void> {
    const starting: TransferProgress = { phase: 'preparing', completed: 0, total: 0, status: '' };
    this.show(model, this.store.state.transfers[model] ?? starting);
    try {
      await this.client.request(ModelPullRequest, { model, progressToken: model });
    } catch (error) {
      // The pull continues in the sidecar; the page joins it after a reconnect.
      if (error instanceof ConnectionLostError) return;
      throw error;
    } finally {
      this.show(model, undefined);
    }
  }

  async cancelPull(model: string): Promise<void> {
    await this.client.request(ModelTransferCancelRequest, { model });
  }

  /** Shows the pulls that run already. */
  async joinPulls(): Promise<void> {
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
