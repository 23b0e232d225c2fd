import { Drafts } from '../composer/drafts.ts';
import { SecretCheck } from '../composer/secretCheck.ts';
import { Turns } from '../conversation/turns.ts';
import { Conversations } from '../history/conversations.ts';
import type { Host } from '../host/host.ts';
import { localeOf, type Texts, textsOf } from '../i18n/texts.ts';
import { BuiltinModel } from '../models/builtinModel.ts';
import { Models } from '../models/models.ts';
import { RpcClient, wireError } from '../rpc/client.ts';
import type { PageState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { HostActions } from './hostActions.ts';
import { pageId } from './pageId.ts';
import { Session } from './session.ts';

const TOAST_MS = 8_000;

/** The page without its components: user actions go in, state changes come out. */
export class App {
  readonly store: Store;
  readonly client: RpcClient;
  readonly drafts: Drafts;
  readonly conversations: Conversations;
  readonly turns: Turns;
  readonly models: Models;
  readonly builtin: BuiltinModel;
  readonly secretCheck: SecretCheck;
  readonly actions: HostActions;
  readonly session: Session;
  private readonly host: Host;
  private toasts = 0;

  constructor(store: Store, host: Host) {
    this.store = store;
    this.host = host;
    this.client = new RpcClient(host, () => localeOf(store.state.language));
    const id = pageId();
    this.drafts = new Drafts(store, this.client, id);
    this.conversations = new Conversations(store, this.client, id);
    this.turns = new Turns(store, this.client, (key, text) => this.drafts.sent(key, text));
    this.models = new Models(store, this.client, this.conversations);
    this.builtin = new BuiltinModel(store, this.client);
    this.secretCheck = new SecretCheck(this.client);
    this.actions = new HostActions(this.client, () => store.state.abilities.methods);
    this.session = new Session(this, host, id);
  }

  get texts(): Texts {
    return textsOf(this.store.state.language);
  }

  set(values: Partial<PageState>): void {
    this.store.dispatch({ type: 'set', values });
  }

  /** Shows a failure of the work as a toast. */
  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.toast(this.texts.failedAction(wireError(error).message)));
  }

  toast(text: string, action?: { label: string; run: () => void }): void {
    this.toasts += 1;
    const id = this.toasts;
    this.store.dispatch({ type: 'toast', toast: { id, text, action } });
    setTimeout(() => this.store.dispatch({ type: 'toastGone', id }), TOAST_MS);
  }

  /** Deletes a conversation; a toast offers to undo it. */
  deleteConversation(conversationId: string, title: string): void {
    const { undo, deleted } = this.texts;
    const restore = () => this.run(this.conversations.restore(conversationId));
    this.run(
      this.conversations
        .delete(conversationId)
        .then(() => this.toast(deleted(title), { label: undo, run: restore })),
    );
  }

  /** Opens another window on the same sidecar; undefined where the host opens windows itself. */
  get openWindow(): (() => Promise<void>) | undefined {
    const { host } = this;
    if (host.newLink === undefined) return undefined;
    return async () => {
      const link = await host.newLink?.();
      window.open(link, '_blank', 'noopener');
    };
  }
}
