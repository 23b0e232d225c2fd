import { createHash } from 'node:crypto';
import type { ChatOptions, ContextItem, Strategy } from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import { type Conversation, type Turn, upwards } from '../store/conversation.ts';

/** What a client asks: a new turn, or another version of one. */
export interface TurnRequest {
  readonly clientTurnId: string;
  readonly conversationId?: string | undefined;
  /** Undefined: the last one of the conversation. Null: none, it is a first one. */
  readonly parentTurnId?: string | null | undefined;
  /** The turn that this is another version of. */
  readonly versionOf?: string | undefined;
  readonly text: string;
  readonly context?: readonly ContextItem[] | undefined;
  readonly model?: string | undefined;
  readonly strategy?: Strategy | undefined;
  readonly standaloneQuestion?: string | undefined;
  readonly workspaceUri?: string | undefined;
  readonly options?: ChatOptions | undefined;
}

/** What a turn uses where neither it nor its conversation says anything. */
export interface TurnDefaults {
  readonly model?: string | undefined;
  readonly strategy: Strategy;
}

/**
 * The turn of a request, not yet begun. `follows` is the turn that it comes after by itself.
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
  // A conversation stays with its model until somebody names another.
  const before = modelBefore(conversation, parentTurnId);
  const model = request.model ?? conversation.model ?? before ?? defaults.model;
  const options = request.options ?? conversation.options;
  return {
    turnId,
    clientTurnId: request.clientTurnId,
    parentTurnId,
    createdAt: now.toISOString(),
    text: request.text,
    context: request.context ?? [],
    strategy: request.strategy ?? conversation.strategy ?? defaults.strategy,
    ...(options === undefined ? {} : { options }),
    ...(model === undefined ? {} : { model }),
    answer: '',
    thinking: '',
    notices: [],
  };
}

/** Mostly the turn before has one: the way up is short however long the conversation is. */
function modelBefore(conversation: Conversation, turnId: string | null): string | undefined {
  for (const { model } of upwards(conversation, turnId)) if (model !== undefined) return model;
  return undefined;
}

/**
 * The id of the conversation that a turn begins. It follows from the client's id of the turn, so
 * that the same question sent again, to another process even, finds the conversation it began.
 * A version 8 UUID (RFC 9562).
 */
export function conversationIdFor(clientTurnId: string): string {
  const hex = createHash('sha256').update(`condenser:${clientTurnId.toLowerCase()}`).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(12, 15)}`];
  return [...parts, `8${hex.slice(15, 18)}`, hex.slice(18, 30)].join('-');
}
