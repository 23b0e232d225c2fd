import {
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
  type Draft,
  DraftSetRequest,
} from '@condenser/protocol/light';
import type { RpcClient } from '../rpc/client.ts';
import { NEW } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { pageId } from './pageId.ts';

/** Turns that are read of a conversation at once. */
const TURNS_AT_ONCE = 60;
/** How long after the last key a draft is kept. */
const DRAFT_PAUSE_MS = 300;

/** The conversations that the sidecar keeps. */
export class Library {
  /** Whose drafts are this page's. */
  readonly pageId = pageId();
  private readonly store: Store;
  private readonly client: RpcClient;
  private readonly draftTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private searching = 0;

  constructor(store: Store, client: RpcClient) {
    this.store = store;
    this.client = client;
  }

  /** Reads the list from its start, or its next page. */
  async list(cursor?: string): Promise<void> {
    const { workspaceUri } = this.store.state.abilities;
    const { conversations, nextCursor } = await this.client.request(ConversationListRequest, {
      ...(workspaceUri === undefined ? {} : { workspaceUri }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (cursor === undefined) this.store.dispatch({ type: 'set', values: { summaries: [] } });
    this.store.dispatch({ type: 'listed', conversations });
    this.store.dispatch({ type: 'set', values: { nextCursor } });
  }

  /** Shows a conversation, reading it when it is not known here. */
  async open(conversationId: string): Promise<void> {
    const known = this.store.state.conversations[conversationId];
    this.store.dispatch({ type: 'set', values: { current: conversationId, panel: 'none' } });
    if (!known || known.stale) await this.load(conversationId);
  }

  startNew(): void {
    this.store.dispatch({ type: 'set', values: { current: NEW, panel: 'none' } });
  }

  /** Reads a conversation anew; a page of turns is enough to begin with. */
  async load(conversationId: string): Promise<void> {
    const known = this.store.state.conversations[conversationId]?.turns.length ?? 0;
    const loaded = await this.client.request(ConversationGetRequest, {
      conversationId,
      limit: Math.max(TURNS_AT_ONCE, known + 1),
      pageId: await this.pageId,
    });
    this.store.dispatch({ type: 'loaded', loaded });
  }

  async loadEarlier(conversationId: string): Promise<void> {
    const before = this.store.state.conversations[conversationId]?.turns[0]?.turnId;
    if (before === undefined) return;
    const loaded = await this.client.request(ConversationGetRequest, {
      ...{ conversationId, before },
      limit: TURNS_AT_ONCE,
      pageId: await this.pageId,
    });
    this.store.dispatch({ type: 'loaded', loaded, before });
  }

  /** An empty query ends the search. */
  async search(query: string): Promise<void> {
    this.searching += 1;
    const mine = this.searching;
    if (query.trim() === '') {
      this.store.dispatch({ type: 'set', values: { search: undefined } });
      return;
    }
    const { workspaceUri } = this.store.state.abilities;
    const { hits } = await this.client.request(ConversationSearchRequest, {
      query,
      ...(workspaceUri === undefined ? {} : { workspaceUri }),
    });
    if (mine === this.searching) {
      this.store.dispatch({ type: 'set', values: { search: { query, hits } } });
    }
  }

  async rename(conversationId: string, title: string): Promise<void> {
    if (title.trim() === '') return;
    const params = { conversationId, title: title.trim().slice(0, 200) };
    const conversation = await this.client.request(ConversationUpdateRequest, params);
    this.store.dispatch({ type: 'listed', conversations: [conversation] });
  }

  async update(
    conversationId: string,
    values: { model?: string; strategy?: 'condense+history' | 'condense' | 'history' },
  ): Promise<void> {
    const params = { conversationId, ...values };
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

  export(conversationId: string, format: 'markdown' | 'json') {
    const params = { conversationIds: [conversationId], format };
    return this.client.request(ConversationExportRequest, params);
  }

  async import(text: string): Promise<number> {
    const { turnsAdded } = await this.client.request(ConversationImportRequest, { text });
    await this.list();
    return turnsAdded;
  }

  /** What was written was sent: the sidecar forgets it by itself. What an editor sent is not it. */
  sent(key: string, text: string): void {
    if (this.store.state.drafts[key]?.text !== text) return;
    clearTimeout(this.draftTimers.get(key));
    this.store.dispatch({ type: 'drafted', key, draft: { text: '', context: [] } });
  }

  /** Keeps what is written and not sent: here at once, in the sidecar after a pause. */
  draft(draft: Draft): void {
    const { current: key } = this.store.state;
    this.store.dispatch({ type: 'drafted', key, draft });
    clearTimeout(this.draftTimers.get(key));
    this.draftTimers.set(
      key,
      setTimeout(() => void this.keep(key, draft), DRAFT_PAUSE_MS),
    );
  }

  /** Takes up what another page has written here; what stands here is offered in its place. */
  swapDraft(): void {
    const { current: key, drafts, otherDrafts } = this.store.state;
    const [next, ...rest] = otherDrafts[key] ?? [];
    if (next === undefined) return;
    const mine = drafts[key];
    const isFilled = mine !== undefined && (mine.text !== '' || mine.context.length > 0);
    this.store.dispatch({ type: 'offered', key, drafts: isFilled ? [...rest, mine] : rest });
    this.draft(next);
  }

  private async keep(key: string, draft: Draft): Promise<void> {
    const { workspaceUri } = this.store.state.abilities;
    const where =
      key === NEW ? (workspaceUri === undefined ? {} : { workspaceUri }) : { conversationId: key };
    // A draft that cannot be kept stays on the page; the next key tries again.
    const params = { ...draft, ...where, pageId: await this.pageId };
    this.client.request(DraftSetRequest, params).catch(() => undefined);
  }
}
