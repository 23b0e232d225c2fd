import {
  EgressGetRequest,
  type InspectedCall,
  SettingsGetRequest,
  SettingsSchemaRequest,
  type SettingsState,
  SettingsUpdateRequest,
  TurnInspectRequest,
} from '@condenser/protocol';
import type * as z from 'zod';
import type { RpcClient } from '../rpc/client.ts';
import type { Store } from '../state/store.ts';

/** What left the sidecar. */
export type Egress = z.infer<typeof EgressGetRequest.result>;

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

  egress(): Promise<Egress> {
    return this.client.request(EgressGetRequest, {});
  }

  settings(): Promise<SettingsState> {
    return this.client.request(SettingsGetRequest, {});
  }

  /** The settings by name, each as JSON Schema. */
  async fields(): Promise<Readonly<Record<string, object>>> {
    const { schema } = await this.client.request(SettingsSchemaRequest, {});
    return (schema.properties ?? {}) as Readonly<Record<string, object>>;
  }

  /** @throws what the sidecar says, which names the field that is wrong. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<SettingsState> {
    return this.client.request(SettingsUpdateRequest, { changes: { ...changes } });
  }
}
