import { isDeepStrictEqual } from 'node:util';
import { CondenserError } from '../errors.ts';
import type { Conversation, Turn } from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import { conversationIdFor, type TurnRequest } from './newTurn.ts';

/** Which conversations the clients' ids of turns belong to: an id is for one turn of one of them. */
export class ClientTurnIds {
  private readonly store: Pick<ConversationStore, 'get'>;
  /** The conversation of each turn that was asked here. */
  private readonly askedIn = new Map<string, string>();

  constructor(store: Pick<ConversationStore, 'get'>) {
    this.store = store;
  }

  /** Keeps in mind that the request became a turn of the conversation. */
  note({ clientTurnId }: TurnRequest, { conversationId }: Conversation): void {
    this.askedIn.set(clientTurnId, conversationId);
  }

  /** @throws `clientTurnIdReused` where a turn of another conversation is known to have the id. */
  async requireNotElsewhere(request: TurnRequest): Promise<void> {
    const { clientTurnId } = request;
    const wanted = conversationIdOf(request);
    const begun = conversationIdFor(clientTurnId);
    let other = this.askedIn.get(clientTurnId);
    if (other === undefined && begun !== wanted) {
      const conversation = await this.store.get(begun);
      other = conversation && turnNamed(conversation, clientTurnId) && begun;
    }
    if (other === undefined || other === wanted) return;
    throw idReused(clientTurnId);
  }
}

/** @throws `clientTurnIdReused` where the two, which have one id, are not one request sent twice. */
export function requireSameRequest(one: TurnRequest, other: TurnRequest): void {
  if (isSame(partsOf(one), partsOf(other))) return;
  throw idReused(other.clientTurnId);
}

/**
 * The turn that this request began when it was sent before; undefined for a new one.
 *
 * @throws `clientTurnIdReused` where another request began the turn.
 */
export function turnOfRequest(conversation: Conversation, request: TurnRequest): Turn | undefined {
  const known = turnNamed(conversation, request.clientTurnId);
  if (known === undefined || isRequestOf(known, request)) return known;
  throw idReused(known.turnId);
}

/**
 * Whether a turn can be the one that this request began. What the request leaves out is of no
 * matter: the conversation and the settings may have changed since.
 */
function isRequestOf(turn: Turn, request: TurnRequest): boolean {
  const { text, context = [], model, parentTurnId, strategy, options, versionOf } = request;
  const given = { model, parentTurnId, strategy, options };
  return (
    turn.text === text &&
    turn.turnId !== versionOf &&
    isSame(turn.context, context) &&
    Object.entries(given).every(
      ([name, value]) => value === undefined || isSame(turn[name as keyof typeof given], value),
    )
  );
}

function partsOf(request: TurnRequest): object {
  const { text, context = [], model, parentTurnId, strategy, options } = request;
  const { standaloneQuestion, versionOf } = request;
  const conversationId = conversationIdOf(request);
  const parts = { text, context, model, parentTurnId, strategy, options };
  return { ...parts, conversationId, standaloneQuestion, versionOf };
}

/** As JSON has it, where a field that is undefined is none. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** The conversation that a request belongs to: the one that it names, or the one that it begins. */
function conversationIdOf({ conversationId, clientTurnId }: TurnRequest): string {
  return conversationId ?? conversationIdFor(clientTurnId);
}

function turnNamed({ turns }: Conversation, clientTurnId: string): Turn | undefined {
  return [...turns.values()].find((turn) => turn.clientTurnId === clientTurnId);
}

function idReused(turnId: string): CondenserError {
  return new CondenserError('clientTurnIdReused', { field: 'clientTurnId', turnId });
}
