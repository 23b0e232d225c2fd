import { type InspectedCall, TurnInspectRequest } from '@condenser/protocol';
import type { RpcClient } from '../rpc/client.ts';
import type { Store } from '../state/store.ts';

/** What runs, what was really sent, and how it is set: for who wants to look behind the answers. */
export class Machine {
  private readonly store: Store;
  private readonly client: RpcClient;

  constructor(store: Store, client: RpcClient) {
    this.store = store;
    this.client = client;
  }

  /** The exact calls of a turn of the conversation that is shown. */
  async inspect(turnId: string): Promise<readonly InspectedCall[]> {
    const params = { conversationId: this.store.state.current, turnId };
    return (await this.client.request(TurnInspectRequest, params)).calls;
  }
}
