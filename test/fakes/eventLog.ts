/** An event with its position in the log. */
export type Logged<Event> = Event & { readonly sequence: number };

/** The events of one kind. */
export type OfKind<Event, Kind> = Extract<Event, { readonly kind: Kind }>;

interface Waiter<Event> {
  /** Whether the event is the awaited one. */
  take(event: Event): boolean;
  giveUp(reason: string): void;
}

/** The number of recent events that an error shows. */
const SHOWN_EVENTS = 12;

/**
 * An ordered log of events that tests can await, so that they never wait for time to pass.
 */
export class EventLog<Event extends { readonly kind: string }> {
  private readonly events: Logged<Event>[] = [];
  private readonly waiters = new Set<Waiter<Logged<Event>>>();
  private readonly listeners = new Set<(event: Logged<Event>) => void>();
  private ended: string | undefined;

  /** All events so far. */
  get all(): readonly Logged<Event>[] {
    return this.events;
  }

  add(event: Event): void {
    const logged = { ...event, sequence: this.events.length };
    this.events.push(logged);
    for (const listener of this.listeners) listener(logged);
    for (const waiter of [...this.waiters]) {
      if (waiter.take(logged)) this.waiters.delete(waiter);
    }
  }

  /** Calls the listener with every event from now on. */
  onEvent(listener: (event: Logged<Event>) => void): void {
    this.listeners.add(listener);
  }

  /** The events of a kind so far. */
  of<Kind extends Event['kind']>(kind: Kind): Logged<OfKind<Event, Kind>>[] {
    return this.events.filter(isOf<Event, Kind>(kind));
  }

  /**
   * The first matching event of the kind, past or future.
   *
   * @param after only events after this sequence number count.
   * @throws if the log ends first; the message lists the recent events.
   */
  waitFor<Kind extends Event['kind']>(
    kind: Kind,
    fits: (event: Logged<OfKind<Event, Kind>>) => boolean = () => true,
    after = -1,
  ): Promise<Logged<OfKind<Event, Kind>>> {
    const isKind = isOf<Event, Kind>(kind);
    const matches = (event: Logged<Event>): event is Logged<OfKind<Event, Kind>> =>
      event.sequence > after && isKind(event) && fits(event);
    const known = this.events.find(matches);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const giveUp = (reason: string) => reject(this.missing(kind, reason));
      if (this.ended !== undefined) {
        giveUp(this.ended);
        return;
      }
      const take = (event: Logged<Event>) => {
        if (!matches(event)) return false;
        resolve(event);
        return true;
      };
      this.waiters.add({ take, giveUp });
    });
  }

  /** Ends the log; pending waits fail with an error that states the reason. */
  end(reason: string): void {
    this.ended ??= reason;
    for (const waiter of this.waiters) waiter.giveUp(reason);
    this.waiters.clear();
  }

  private missing(what: string, reason: string): Error {
    const last = this.events.slice(-SHOWN_EVENTS).map((event) => JSON.stringify(event));
    return new Error(`"${what}" never came (${reason}). The last events:\n${last.join('\n')}`);
  }
}

function isOf<Event extends { readonly kind: string }, Kind extends Event['kind']>(kind: Kind) {
  return (event: Logged<Event>): event is Logged<OfKind<Event, Kind>> => event.kind === kind;
}
