import {
  ConversationUpdateRequest,
  EgressGetRequest,
  type EgressGetResult,
  type InspectedCall,
  ModelDeleteRequest,
  ModelPreloadRequest,
  ModelSuggestedRequest,
  ModelUnloadRequest,
  SettingsGetRequest,
  SettingsSchemaRequest,
  type SettingsState,
  SettingsUpdateRequest,
  type SuggestedModel,
  TurnInspectRequest,
} from '@condenser/protocol/light';
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

  egress(): Promise<EgressGetResult> {
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

  /** Resolves when the model is in memory. The list of models comes anew by itself. */
  async preload(model: string): Promise<void> {
    await this.client.request(ModelPreloadRequest, { model });
  }

  async unload(model: string): Promise<void> {
    await this.client.request(ModelUnloadRequest, { model });
  }

  /** Takes a model off the disk: the person has been asked, and was told its size. */
  async remove(model: string): Promise<void> {
    await this.client.request(ModelDeleteRequest, { model });
  }

  /** How a model is asked in all conversations that do not say it themselves. */
  async changeModelOptions(
    model: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const none = Object.keys(options).length === 0;
    const changes = { models: { [model]: none ? null : { ...options } } };
    await this.client.request(SettingsUpdateRequest, { changes });
  }

  /** Models to start with. */
  async suggested(): Promise<readonly SuggestedModel[]> {
    return (await this.client.request(ModelSuggestedRequest, {})).models;
  }

  /** How the model is asked in the conversation that is shown; nothing: as the settings say. */
  async changeOptions(options: Readonly<Record<string, unknown>>): Promise<void> {
    const none = Object.keys(options).length === 0;
    const conversation = await this.client.request(ConversationUpdateRequest, {
      conversationId: this.store.state.current,
      options: none ? null : { ...options },
    });
    this.store.dispatch({ type: 'listed', conversations: [conversation] });
  }
}
