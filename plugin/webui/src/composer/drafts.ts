import { type ContextItem, type Draft, DraftSetRequest } from '@condenser/protocol/light';
import type { RpcClient } from '../rpc/client.ts';
import { NEW } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** How long after the last key a draft is saved. */
const SAVE_PAUSE_MS = 300;

/** Questions that are not sent yet, one for each conversation. They survive a reload. */
export class Drafts {
  private readonly store: Store;
  private readonly client: RpcClient;
  private readonly pageId: Promise<string>;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(store: Store, client: RpcClient, pageId: Promise<string>) {
    this.store = store;
    this.client = client;
    this.pageId = pageId;
  }

  /** Sets the draft of the current conversation: at once on the page, after a pause in the sidecar. */
  set(draft: Draft): void {
    const { current: key } = this.store.state;
    this.store.dispatch({ type: 'drafted', key, draft });
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.save(key, draft), SAVE_PAUSE_MS),
    );
  }

  /** Adds context to the draft, and replaces its text where one is given. */
  add(items: readonly ContextItem[], text = ''): void {
    const { drafts, current } = this.store.state;
    const draft = drafts[current] ?? { text: '', context: [] };
    this.set({ text: text || draft.text, context: [...draft.context, ...items] });
  }

  /** Clears the draft that was sent. An editor may have sent another text: then it stays. */
  sent(key: string, text: string): void {
    if (this.store.state.drafts[key]?.text !== text) return;
    clearTimeout(this.timers.get(key));
    this.store.dispatch({ type: 'drafted', key, draft: { text: '', context: [] } });
  }

  /** Takes over a draft of another page, and offers this page's draft in its place. */
  swap(): void {
    const { current: key, drafts, otherDrafts } = this.store.state;
    const [next, ...rest] = otherDrafts[key] ?? [];
    if (next === undefined) return;
    const mine = drafts[key];
    const isFilled = mine !== undefined && (mine.text !== '' || mine.context.length > 0);
    this.store.dispatch({ type: 'offered', key, drafts: isFilled ? [...rest, mine] : rest });
    this.set(next);
  }

  private async save(key: string, draft: Draft): Promise<void> {
    const { workspaceUri } = this.store.state.abilities;
    const place = key === NEW ? { workspaceUri } : { conversationId: key };
    // A draft that cannot be saved stays on the page; the next key tries again.
    const params = { ...draft, ...place, pageId: await this.pageId };
    this.client.request(DraftSetRequest, params).catch(() => undefined);
  }
}
