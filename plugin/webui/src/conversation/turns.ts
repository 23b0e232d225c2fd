import {
  ChatCancelRequest,
  ChatEditRequest,
  ChatRetryRequest,
  ChatSendRequest,
  type ContextItem,
  type Strategy,
} from '@condenser/protocol/light';
import { ConnectionLostError, type RpcClient, wireError } from '../rpc/client.ts';
import { shownPath } from '../state/path.ts';
import { NEW, type PendingTurn } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** Sends a request. It can be repeated with the same id: the sidecar makes one turn of it. */
type Attempt = () => Promise<unknown>;

/** Sends, retries, edits and stops turns. */
export class Turns {
  private readonly store: Store;
  private readonly client: RpcClient;
  /** Requests without an answer, which are sent again after a reconnect. */
  private readonly unanswered = new Map<string, Attempt>();

  private readonly onSent: (key: string, text: string) => void;

  constructor(store: Store, client: RpcClient, onSent: (key: string, text: string) => void) {
    this.store = store;
    this.onSent = onSent;
    this.client = client;
  }

  /** Sends a question after the last turn of the current branch. */
  send(text: string, context: readonly ContextItem[]): void {
    const { current: key, conversations, abilities, summaries, newModel } = this.store.state;
    const view = conversations[key];
    const parentTurnId = view ? (shownPath(view).at(-1)?.turn.turnId ?? null) : null;
    const clientTurnId = crypto.randomUUID();
    const summary = summaries.find(({ conversationId }) => conversationId === key);
    const model = summary?.model ?? (key === NEW ? newModel : undefined);
    const params = {
      clientTurnId,
      text,
      context: [...context],
      conversationId: key === NEW ? undefined : key,
      parentTurnId: parentTurnId ?? undefined,
      model,
      strategy: summary?.strategy,
      workspaceUri: abilities.workspaceUri,
    };
    this.begin({ clientTurnId, key, parentTurnId, text, context }, () =>
      this.client.request(ChatSendRequest, params),
    );
    // The draft is cleared once the question is sent.
    this.onSent(key, text);
  }

  /** Asks a question again, with another standalone question or mode where one is given. */
  retry(turnId: string, standaloneQuestion?: string, strategy?: Strategy): void {
    const found = this.find(turnId);
    if (!found) return;
    const { conversationId, turn } = found;
    const clientTurnId = crypto.randomUUID();
    const { text, context, parentTurnId } = turn;
    const params = { conversationId, turnId, clientTurnId, standaloneQuestion, strategy };
    this.begin({ clientTurnId, key: conversationId, parentTurnId, text, context }, () =>
      this.client.request(ChatRetryRequest, params),
    );
  }

  /** Sends a changed question in place of an earlier one. */
  edit(turnId: string, text: string): void {
    const found = this.find(turnId);
    if (!found) return;
    const { conversationId, turn } = found;
    const clientTurnId = crypto.randomUUID();
    const { context, parentTurnId } = turn;
    this.begin({ clientTurnId, key: conversationId, parentTurnId, text, context }, () =>
      this.client.request(ChatEditRequest, { conversationId, turnId, clientTurnId, text }),
    );
  }

  /** Stops the running answers of the current conversation. */
  async stop(): Promise<void> {
    const { current: conversationId, conversations } = this.store.state;
    const running = conversations[conversationId]?.turns.filter((turn) => !turn.stopReason) ?? [];
    await Promise.allSettled(
      running.map(({ turnId }) =>
        this.client.request(ChatCancelRequest, { conversationId, turnId }),
      ),
    );
  }

  /** Sends a refused question again. */
  resend({ clientTurnId, ...rest }: PendingTurn): void {
    this.store.dispatch({ type: 'settled', clientTurnId });
    if (this.store.state.current === rest.key) this.send(rest.text, rest.context);
  }

  /** Sends the unanswered requests again, after a reconnect. */
  resume(): void {
    for (const [clientTurnId, attempt] of this.unanswered) void this.run(clientTurnId, attempt);
  }

  private begin(pending: PendingTurn, attempt: Attempt): void {
    this.store.dispatch({ type: 'sending', pending });
    this.unanswered.set(pending.clientTurnId, attempt);
    void this.run(pending.clientTurnId, attempt);
  }

  private async run(clientTurnId: string, attempt: Attempt): Promise<void> {
    try {
      await attempt();
      this.store.queueForFrame({ type: 'settled', clientTurnId });
    } catch (error) {
      if (error instanceof ConnectionLostError) return;
      this.store.dispatch({ type: 'refused', clientTurnId, error: wireError(error) });
    }
    this.unanswered.delete(clientTurnId);
  }

  private find(turnId: string) {
    const { current: conversationId, conversations } = this.store.state;
    const turn = conversations[conversationId]?.turns.find((one) => one.turnId === turnId);
    return turn ? { conversationId, turn } : undefined;
  }
}
