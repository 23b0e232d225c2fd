/** Takes an event. A promise is waited for, so that a slow reader slows what is told. */
export type Listener<Event> = (event: Event) => void | Promise<void>;

/** Hands every event to everybody who listens, in order. */
export class EventHub<Event> {
  private readonly listeners = new Set<Listener<Event>>();

  /** @returns what ends the subscription. */
  subscribe(listener: Listener<Event>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when all have taken it. A listener that fails is its own affair. */
  async emit(event: Event): Promise<void> {
    await Promise.allSettled([...this.listeners].map(async (listener) => listener(event)));
  }
}
