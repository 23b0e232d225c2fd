import {
  ConversationDeleteRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  type ConversationUpdateParams,
  ConversationUpdateRequest,
} from '@condenser/protocol/light';
import type { RpcClient } from '../rpc/client.ts';
import { NEW } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** Turns of a conversation that are read at once. */
const PAGE_TURNS = 60;
const MAX_TITLE_LENGTH = 200;

/** The values of a conversation that a user can change; null removes the options. */
type Changes = Omit<ConversationUpdateParams, 'conversationId'>;

/** The stored conversations: list, search, open, change, delete and restore. */
export class Conversations {
  private readonly store: Store;
  private readonly client: RpcClient;
  private readonly pageId: Promise<string>;
  private searches = 0;

  constructor(store: Store, client: RpcClient, pageId: Promise<string>) {
    this.store = store;
    this.client = client;
    this.pageId = pageId;
  }

  /** Lists the conversations from the newest on, or from the cursor on. */
  async list(cursor?: string): Promise<void> {
    const { workspaceUri } = this.store.state.abilities;
    const { conversations, nextCursor } = await this.client.request(ConversationListRequest, {
      workspaceUri,
      cursor,
    });
    if (cursor === undefined) this.store.dispatch({ type: 'set', values: { summaries: [] } });
    this.store.dispatch({ type: 'listed', conversations });
    this.store.dispatch({ type: 'set', values: { nextCursor } });
  }

  /** Opens a conversation, and reads it where the page does not have it. */
  async open(conversationId: string): Promise<void> {
    const known = this.store.state.conversations[conversationId];
    this.store.dispatch({ type: 'set', values: { current: conversationId, panel: 'none' } });
    if (!known || known.stale) await this.load(conversationId);
  }

  startNew(): void {
    this.store.dispatch({ type: 'set', values: { current: NEW, panel: 'none' } });
  }

  /** Reads the last turns of a conversation, at least as many as the page has. */
  async load(conversationId: string): Promise<void> {
    const known = this.store.state.conversations[conversationId]?.turns.length ?? 0;
    const loaded = await this.client.request(ConversationGetRequest, {
      conversationId,
      limit: Math.max(PAGE_TURNS, known + 1),
      pageId: await this.pageId,
    });
    this.store.dispatch({ type: 'loaded', loaded });
  }

  async loadEarlier(conversationId: string): Promise<void> {
    const before = this.store.state.conversations[conversationId]?.turns[0]?.turnId;
    if (before === undefined) return;
    const loaded = await this.client.request(ConversationGetRequest, {
      ...{ conversationId, before },
      limit: PAGE_TURNS,
      pageId: await this.pageId,
    });
    this.store.dispatch({ type: 'loaded', loaded, before });
  }

  /** Searches all conversations; an empty query ends the search. */
  async search(query: string): Promise<void> {
    this.searches += 1;
    const search = this.searches;
    if (query.trim() === '') {
      this.store.dispatch({ type: 'set', values: { search: undefined } });
      return;
    }
    const { workspaceUri } = this.store.state.abilities;
    const { hits } = await this.client.request(ConversationSearchRequest, {
      query,
      workspaceUri,
    });
    // The answer of an older search may come later.
    if (search === this.searches) {
      this.store.dispatch({ type: 'set', values: { search: { query, hits } } });
    }
  }

  async rename(conversationId: string, title: string): Promise<void> {
    if (title.trim() === '') return;
    await this.update(conversationId, { title: title.trim().slice(0, MAX_TITLE_LENGTH) });
  }

  async update(conversationId: string, changes: Changes): Promise<void> {
    const params = { conversationId, ...changes };
    const conversation = await this.client.request(ConversationUpdateRequest, params);
    this.store.dispatch({ type: 'listed', conversations: [conversation] });
  }

  async delete(conversationId: string): Promise<void> {
    await this.client.request(ConversationDeleteRequest, { conversationId });
    this.store.dispatch({ type: 'changed', change: { conversationId, what: 'deleted' } });
  }

  async restore(conversationId: string): Promise<void> {
    const conversation = await this.client.request(ConversationRestoreRequest, { conversationId });
    this.store.dispatch({ type: 'listed', conversations: [conversation] });
  }

  /** @returns how many turns were added. */
  async import(text: string): Promise<number> {
    const { turnsAdded } = await this.client.request(ConversationImportRequest, { text });
    await this.list();
    return turnsAdded;
  }
}
