import type { ChatEvent } from '@condenser/protocol';
import type { Logger } from '../logging/logger.ts';
import { type Conversation, turnsInOrder } from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import type { EventHub } from './events.ts';
import { answerWithoutThinking } from './notices.ts';
import type { Turns } from './turns.ts';

/** The dependencies of {@link Titles}. */
export interface TitlesDependencies {
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly store: ConversationStore;
  readonly turns: Turns;
  readonly events: EventHub<ChatEvent>;
  /** Whether the settings ask for titles by the model. */
  readonly titlesWanted: () => boolean;
  readonly logger: Logger;
}

/** A title is generated when no turn has started or ended for this long. */
const IDLE_MS = 3_000;

/**
 * Generates titles from the first turn of a conversation while the model is idle. A turn that
 * starts in the meantime aborts the call, which is made again later.
 */
export class Titles {
  private readonly dependencies: TitlesDependencies;
  /** Conversations that need a title. */
  private readonly queue = new Set<string>();
  private readonly unsubscribe: () => void;
  private timer: NodeJS.Timeout | undefined;
  private call: AbortController | undefined;

  constructor(dependencies: TitlesDependencies) {
    this.dependencies = dependencies;
    this.unsubscribe = dependencies.events.subscribe((event) => this.onEvent(event));
  }

  /** Aborts the call that is being made; no other one follows. */
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
      const answered = event.stopReason === 'complete' && this.dependencies.titlesWanted();
      if (answered) this.queue.add(event.conversationId);
      this.startTimer();
    }
  }

  private startTimer(): void {
    clearTimeout(this.timer);
    if (this.queue.size > 0) this.timer = setTimeout(() => void this.next(), IDLE_MS).unref();
  }

  private async next(): Promise<void> {
    const [conversationId] = this.queue;
    if (conversationId === undefined || this.call) return;
    if (this.dependencies.turns.running().length > 0) return;
    const call = new AbortController();
    this.call = call;
    try {
      await this.generate(conversationId, call.signal);
      this.queue.delete(conversationId);
    } catch (error) {
      // An aborted call is made again; one that failed is not.
      if (!call.signal.aborted) this.queue.delete(conversationId);
      this.dependencies.logger.debug(`No title: ${String(error)}`);
    } finally {
      this.call = undefined;
    }
    if (!call.signal.aborted) this.startTimer();
  }

  private async generate(conversationId: string, signal: AbortSignal): Promise<void> {
    const { chain, store, turns } = this.dependencies;
    const conversation = await store.get(conversationId);
    const first = conversation && firstTurn(conversation);
    if (!conversation || !first) return;
    const { model, ...turn } = first;
    const title = await (await chain()).title(model, turn, signal);
    if (title === undefined || signal.aborted || conversation.title !== undefined) return;
    await store.change(conversation, { title, titleSource: 'model' });
    await turns.announce(conversation, 'updated');
  }
}

/** Undefined for a conversation that has a title, or no answer yet to make one from. */
function firstTurn(conversation: Conversation) {
  if (conversation.title !== undefined) return undefined;
  const turn = turnsInOrder(conversation).find((other) => other.stopReason === 'complete');
  const answer = turn && answerWithoutThinking(turn);
  if (turn?.model === undefined || !answer?.trim()) return undefined;
  return { model: turn.model, user: turn.userMessage ?? turn.text, assistant: answer };
}
