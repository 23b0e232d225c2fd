import {
  BuiltinProgress,
  BuiltinStartRequest,
  ProgressNotification,
} from '@condenser/protocol/light';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { RpcClient } from '../rpc/client.ts';
import { wireError } from '../rpc/client.ts';
import type { BuiltinState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

const TOKEN = 'builtin';

/** Starts the built-in model, which can answer where no Ollama is reachable. */
export class BuiltinModel {
  private readonly store: Store;
  private readonly client: RpcClient;
  private cancellation: CancellationTokenSource | undefined;

  constructor(store: Store, client: RpcClient) {
    this.store = store;
    this.client = client;
    client.on(ProgressNotification, ({ token, value }) => {
      const progress = token === TOKEN ? BuiltinProgress.safeParse(value) : undefined;
      if (progress?.success) this.show({ step: 'downloading', ...progress.data });
    });
  }

  /**
   * Starts the built-in model. Missing parts are listed first, and downloaded on the next click. A
   * failure, such as that the built-in model is not allowed, is shown.
   */
  async start(): Promise<void> {
    const fetch = this.store.state.builtin?.step === 'asks';
    this.show({ step: 'starting' });
    this.cancellation = new CancellationTokenSource();
    let next: BuiltinState | undefined;
    try {
      const params = { fetch, progressToken: TOKEN };
      const { token } = this.cancellation;
      const { status, missing } = await this.client.request(BuiltinStartRequest, params, token);
      if (missing.length > 0) next = { step: 'asks', missing };
      else this.store.dispatch({ type: 'set', values: { status } });
    } catch (error) {
      // A cancelled start is not an error.
      const stopped = this.cancellation.token.isCancellationRequested;
      if (!stopped) next = { step: 'failed', error: wireError(error) };
    }
    this.show(next);
  }

  /** Cancels the download, or the question whether to download. */
  cancel(): void {
    if (this.store.state.builtin?.step === 'asks') this.show(undefined);
    else this.cancellation?.cancel();
  }

  private show(builtin: BuiltinState | undefined): void {
    this.store.dispatch({ type: 'set', values: { builtin } });
  }
}
