import {
  BuiltinProgress,
  BuiltinStartRequest,
  ProgressNotification,
} from '@condenser/protocol/light';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import type { RpcClient } from '../rpc/client.ts';
import { wireError } from '../rpc/wireError.ts';
import type { BuiltinState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

const TOKEN = 'builtin';

/** The way from an Ollama that is not there to the model that comes with the sidecar. */
export class BuiltinModel {
  private readonly store: Store;
  private readonly client: RpcClient;
  private cancellation: CancellationTokenSource | undefined;

  constructor(store: Store, client: RpcClient) {
    this.store = store;
    this.client = client;
    client.on(ProgressNotification, ({ token, value }) => {
      const progress = token === TOKEN ? BuiltinProgress.safeParse(value) : undefined;
      if (progress?.success) this.show({ step: 'fetching', ...progress.data });
    });
  }

  /**
   * Starts it on a person's click; what would have to be fetched is shown first, and fetched on the
   * next click. Why it does not start, such as that it must not run here, is shown as well.
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
      // Who stopped it needs no word of it.
      const stopped = this.cancellation.token.isCancellationRequested;
      if (!stopped) next = { step: 'failed', error: wireError(error) };
    }
    this.show(next);
  }

  /** Stops what is fetched, or asks no more whether to. */
  cancel(): void {
    if (this.store.state.builtin?.step === 'asks') this.show(undefined);
    else this.cancellation?.cancel();
  }

  private show(builtin: BuiltinState | undefined): void {
    this.store.dispatch({ type: 'set', values: { builtin } });
  }
}
