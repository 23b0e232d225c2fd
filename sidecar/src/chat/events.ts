import type { ChatEvent } from '@condenser/protocol';

/** Receives an event. A returned promise is awaited, so that a slow reader slows the sender. */
export type Listener<Event> = (event: Event) => void | Promise<void>;

/** Delivers every event to all subscribers, in order. */
export class EventHub<Event> {
  private readonly listeners = new Set<Listener<Event>>();

  /** @returns a function that ends the subscription. */
  subscribe(listener: Listener<Event>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when all subscribers have handled the event. Their failures are ignored. */
  async emit(event: Event): Promise<void> {
    await Promise.allSettled([...this.listeners].map(async (listener) => listener(event)));
  }
}

type TurnIds = Pick<ChatEvent, 'conversationId' | 'turnId' | 'clientTurnId'>;

/** A chat event without the ids, which are the same for all events of a turn. */
type EventBody = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<Event, keyof TurnIds>
    : never
  : never;

/** Sends the events of one turn. */
export class TurnEvents {
  private readonly hub: EventHub<ChatEvent>;
  private readonly ids: TurnIds;
  private readonly signal: AbortSignal;

  /** @param signal aborted when the turn is cancelled. */
  constructor(hub: EventHub<ChatEvent>, ids: TurnIds, signal: AbortSignal) {
    this.hub = hub;
    this.ids = ids;
    this.signal = signal;
  }

  /** Waits for slow readers, until the turn is cancelled. */
  async emit(body: EventBody): Promise<void> {
    const delivered = this.hub.emit({ ...this.ids, ...body } as ChatEvent);
    await untilAborted(delivered, this.signal);
  }
}

async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([work, aborted]);
  signal.removeEventListener('abort', stop);
}
