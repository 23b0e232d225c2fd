import type { ChatEvent } from '@condenser/protocol';

/** Takes an event. A promise is waited for, so that a slow reader slows the stream. */
export type ChatEventListener = (event: ChatEvent) => void | Promise<void>;

/** Hands every event of every turn to everybody who listens, in order. */
export class ChatEvents {
  private readonly listeners = new Set<ChatEventListener>();

  /** @returns what ends the subscription. */
  subscribe(listener: ChatEventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when all have taken it. A listener that fails is its own affair. */
  async emit(event: ChatEvent): Promise<void> {
    await Promise.allSettled([...this.listeners].map(async (listener) => listener(event)));
  }
}
