import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChatSendParams, Settings } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { type Conversation, type Turn, upwards } from '../store/conversation.ts';
import type { ConversationStore } from '../store/conversationStore.ts';

/** A request for a new turn, or for another version of one. */
export interface TurnRequest extends Readonly<Omit<ChatSendParams, 'parentTurnId'>> {
  /** Undefined: the last turn of the conversation. Null: no parent, the turn is a first one. */
  readonly parentTurnId?: string | null | undefined;
  /** The turn that this is another version of. */
  readonly versionOf?: string | undefined;
}

/** Used where neither the request nor its conversation says anything. */
export type TurnDefaults = Pick<Settings, 'model' | 'strategy'>;

/**
 * The turn of a request, before it runs. `follows` is its parent where the request names none.
 *
 * @throws `notFound` for a parent that is not in the conversation.
 */
export function newTurn(
  conversation: Conversation,
  request: TurnRequest,
  given: { turnId: string; now: Date; follows: string | null; defaults: TurnDefaults },
): Turn {
  const { turnId, now, follows, defaults } = given;
  const parentTurnId = request.parentTurnId === undefined ? follows : request.parentTurnId;
  if (parentTurnId !== null && !conversation.turns.has(parentTurnId)) {
    throw new CondenserError('notFound', { what: 'turn', id: parentTurnId });
  }
  // A conversation keeps its model until a request names another one.
  const earlier = earlierModel(conversation, parentTurnId);
  return {
    turnId,
    clientTurnId: request.clientTurnId,
    parentTurnId,
    createdAt: now.toISOString(),
    text: request.text,
    context: request.context ?? [],
    strategy: request.strategy ?? conversation.strategy ?? defaults.strategy,
    options: request.options ?? conversation.options,
    model: request.model ?? conversation.model ?? earlier ?? defaults.model,
    answer: '',
    thinking: '',
    notices: [],
  };
}

/** Usually the parent has a model, so that this is short however long the conversation is. */
function earlierModel(conversation: Conversation, turnId: string | null): string | undefined {
  for (const { model } of upwards(conversation, turnId)) if (model !== undefined) return model;
  return undefined;
}

/**
 * The id of the conversation that a turn starts. It is derived from the client's id of the turn, so
 * that the same request sent again, even to another process, finds the conversation it started.
 * A version 8 UUID (RFC 9562).
 */
export function conversationIdFor(clientTurnId: string): string {
  const hex = createHash('sha256').update(`condenser:${clientTurnId.toLowerCase()}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(12, 15)}`];
  return [...parts, `8${hex.slice(15, 18)}`, hex.slice(18, 30)].join('-');
}

/** Makes sure that a client's turn id is used for one turn of one conversation only. */
export class ClientTurnIds {
  private readonly store: Pick<ConversationStore, 'get'>;
  /** The conversation of each turn that was sent to this process, by the client's turn id. */
  private readonly conversationOf = new Map<string, string>();

  constructor(store: Pick<ConversationStore, 'get'>) {
    this.store = store;
  }

  /** Remembers that the request became a turn of the conversation. */
  remember({ clientTurnId }: TurnRequest, { conversationId }: Conversation): void {
    this.conversationOf.set(clientTurnId, conversationId);
  }

  /** @throws `clientTurnIdReused` where a turn of another conversation is known to have the id. */
  async requireNotElsewhere(request: TurnRequest): Promise<void> {
    const { clientTurnId } = request;
    const wanted = conversationIdOf(request);
    const started = conversationIdFor(clientTurnId);
    let other = this.conversationOf.get(clientTurnId);
    if (other === undefined && started !== wanted) {
      const conversation = await this.store.get(started);
      other = conversation && findByClientId(conversation, clientTurnId) && started;
    }
    if (other === undefined || other === wanted) return;
    throw idReused(clientTurnId);
  }
}

/** @throws `clientTurnIdReused` where two requests with one id are not the same request. */
export function requireSameRequest(one: TurnRequest, other: TurnRequest): void {
  if (isSame(comparable(one), comparable(other))) return;
  throw idReused(other.clientTurnId);
}

/**
 * The turn that this request started when it was sent before; undefined for a new request.
 *
 * @throws `clientTurnIdReused` where another request started the turn.
 */
export function turnOfRequest(conversation: Conversation, request: TurnRequest): Turn | undefined {
  const known = findByClientId(conversation, request.clientTurnId);
  if (known === undefined || isRequestOf(known, request)) return known;
  throw idReused(known.turnId);
}

/**
 * Whether the request may have started the turn. Fields that the request leaves out are ignored:
 * the conversation and the settings may have changed since.
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

/** Everything that tells two requests apart. */
function comparable(request: TurnRequest): object {
  const { workspaceUri: _workspaceUri, context = [], ...rest } = request;
  return { ...rest, context, conversationId: conversationIdOf(request) };
}

/** Compares as JSON, in which an undefined field is absent. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asJson(one), asJson(other));
}

function asJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** The conversation that the request names, else the one that it starts. */
function conversationIdOf({ conversationId, clientTurnId }: TurnRequest): string {
  return conversationId ?? conversationIdFor(clientTurnId);
}

function findByClientId({ turns }: Conversation, clientTurnId: string): Turn | undefined {
  return [...turns.values()].find((turn) => turn.clientTurnId === clientTurnId);
}

function idReused(turnId: string): CondenserError {
  return new CondenserError('clientTurnIdReused', { field: 'clientTurnId', turnId });
}
