import type { ChatEvent, ConversationChanged } from '@condenser/protocol';
import type { Logger } from '../logging/logger.ts';
import { type Conversation, turnsInOrder } from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import { answerWithoutThinking } from './answerNotices.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import type { Conversations } from './conversations.ts';
import type { EventHub } from './eventHub.ts';

/** What this stands on. */
export interface TitlesDependencies {
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly store: ConversationStore;
  readonly conversations: Conversations;
  readonly events: EventHub<ChatEvent>;
  readonly changes: EventHub<ConversationChanged>;
  readonly wanted: () => boolean;
  readonly logger: Logger;
}

/** Nobody has asked anything for so long: the model is free for what nobody waits for. */
const IDLE_MS = 3_000;

/**
 * Has the model make a title of a first exchange, in idle time. A turn that begins meanwhile ends
 * the call at once, and it is made again later.
 */
export class Titles {
  private readonly dependencies: TitlesDependencies;
  private readonly waiting = new Set<string>();
  private readonly unsubscribe: () => void;
  private timer: NodeJS.Timeout | undefined;
  private call: AbortController | undefined;

  constructor(dependencies: TitlesDependencies) {
    this.dependencies = dependencies;
    this.unsubscribe = dependencies.events.subscribe((event) => this.onEvent(event));
  }

  /** Ends what is being made; nothing begins any more. */
  close(): void {
    this.unsubscribe();
    clearTimeout(this.timer);
    this.call?.abort();
  }

  private onEvent(event: ChatEvent): void {
    if (event.kind === 'started') {
      clearTimeout(this.timer);
      this.call?.abort();
    } else if (event.kind === 'finished') {
      const answered = event.stopReason === 'complete' && this.dependencies.wanted();
      if (answered) this.waiting.add(event.conversationId);
      this.wait();
    }
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.waiting.size > 0) this.timer = setTimeout(() => void this.next(), IDLE_MS).unref();
  }

  private async next(): Promise<void> {
    const [conversationId] = this.waiting;
    if (conversationId === undefined || this.call) return;
    if (this.dependencies.conversations.runningTurns().length > 0) return;
    const call = new AbortController();
    this.call = call;
    try {
      await this.make(conversationId, call.signal);
      this.waiting.delete(conversationId);
    } catch (error) {
      // An aborted one stays for later; what failed once is not tried again.
      if (!call.signal.aborted) this.waiting.delete(conversationId);
      this.dependencies.logger.debug(`No title: ${String(error)}`);
    } finally {
      this.call = undefined;
    }
    if (!call.signal.aborted) this.wait();
  }

  private async make(conversationId: string, signal: AbortSignal): Promise<void> {
    const { chain, store, conversations, changes } = this.dependencies;
    const conversation = await store.get(conversationId);
    const exchange = conversation && firstExchange(conversation);
    if (!conversation || !exchange) return;
    const { model, ...turn } = exchange;
    const title = await (await chain()).title(model, turn, signal);
    if (title === undefined || signal.aborted || conversation.title !== undefined) return;
    await store.change(conversation, { title, titleSource: 'model' });
    const summary = conversations.summary(conversation);
    await changes.emit({ conversationId, what: 'updated', conversation: summary });
  }
}

/** Undefined for a conversation that has a title, or nothing to make one of. */
function firstExchange(conversation: Conversation) {
  if (conversation.title !== undefined) return undefined;
  const turn = turnsInOrder(conversation).find((other) => other.stopReason === 'complete');
  const answer = turn && answerWithoutThinking(turn);
  if (turn?.model === undefined || !answer?.trim()) return undefined;
  return { model: turn.model, user: turn.userMessage ?? turn.text, assistant: answer };
}
