import type { ChatEvent } from '@condenser/protocol';
import { ChatSendResult, RunningTurn, TurnRecord } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { toWireError } from '../i18n/wireError.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Conversation, Turn } from '../store/conversation.ts';

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

// What clients see of a turn: the fields that each schema of the protocol names.
const recordFields = TurnRecord.keyof().options;
const resultFields = ChatSendResult.omit({ conversationId: true }).keyof().options;
const runningFields = RunningTurn.omit({ conversationId: true }).keyof().options;

/** A turn as `conversation/get` returns it. `running` tells whether some process answers it. */
export function toTurnRecord(turn: Turn, running: boolean, wording: Wording): TurnRecord {
  return { ...pick(turn, recordFields), ...(running ? {} : ending(turn, wording)) };
}

/** The result of `chat/send` for a turn that has ended. */
export function toResult(conversation: Conversation, turn: Turn, wording: Wording): ChatSendResult {
  const { conversationId } = conversation;
  return { conversationId, ...pick(turn, resultFields), ...ending(turn, wording) };
}

/** A running turn, as far as it has come. */
export function toRunningTurn({ conversationId }: Conversation, turn: Turn): RunningTurn {
  return { conversationId, ...pick(turn, runningFields) };
}

/**
 * How a turn ended that is not running. Without a stop reason it was interrupted. That is not
 * written to the file: the process that answers the turn may still append to it.
 */
function ending({ stopReason, error }: Turn, wording: Wording) {
  if (stopReason !== undefined) return { stopReason, error };
  return {
    stopReason: 'error' as const,
    error: toWireError(new CondenserError('interrupted', {}), wording),
  };
}

function pick<Source extends object, Key extends keyof Source>(
  source: Source,
  keys: readonly Key[],
): Pick<Source, Key> {
  const picked: Partial<Pick<Source, Key>> = {};
  for (const key of keys) picked[key] = source[key];
  return picked as Pick<Source, Key>;
}
