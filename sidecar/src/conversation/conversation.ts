import type {
  ChatOptions,
  ContextItem,
  Notice,
  StopReason,
  Strategy,
  Usage,
  WireError,
} from '@condenser/protocol';

/** A question, and its answer as far as it has come. Turns of a conversation form a tree. */
export interface Turn {
  readonly turnId: string;
  readonly clientTurnId: string;
  readonly parentTurnId: string | null;
  readonly createdAt: string;
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly strategy: Strategy;
  /** How the model is asked, where the settings say otherwise. */
  readonly options?: ChatOptions;
  model?: string;
  standaloneQuestion?: string;
  /** The message that asked, as the model got it; the next turns' history repeats it exactly. */
  asking?: string;
  /** How many of the oldest turns were left out of the history. */
  firstTurn?: number;
  answer: string;
  thinking: string;
  notices: Notice[];
  usage?: Usage;
  /** Absent while the turn runs. */
  stopReason?: StopReason;
  error?: WireError;
}

/** What belongs to a conversation beside its turns. */
export interface ConversationHead {
  readonly conversationId: string;
  readonly createdAt: string;
  readonly workspaceUri?: string;
}

/** A conversation as it is known now. */
export interface Conversation extends ConversationHead {
  readonly turns: Map<string, Turn>;
  /** The turn that came last, which the next one follows when nothing else is said. */
  lastTurnId: string | null;
}

/** The turns from the first one down to `turnId`, oldest first. */
export function pathTo(conversation: Conversation, turnId: string | null): Turn[] {
  const path: Turn[] = [];
  for (let id = turnId; id !== null; ) {
    const turn = conversation.turns.get(id);
    if (turn === undefined) break;
    path.unshift(turn);
    id = turn.parentTurnId;
  }
  return path;
}
