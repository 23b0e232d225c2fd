import type { Conversation, ConversationHead, Turn } from './conversation.ts';

/** Where conversations are kept. What a promise of it resolved for is kept. */
export interface ConversationStore {
  create(head: ConversationHead): Promise<Conversation>;
  get(conversationId: string): Promise<Conversation | undefined>;
  /** The turn that a client named so, wherever it is. */
  findByClientTurnId(
    clientTurnId: string,
  ): Promise<{ conversation: Conversation; turn: Turn } | undefined>;
  /** Keeps a person's turn. Called before any model is asked. */
  saveQuestion(conversation: Conversation, turn: Turn): Promise<void>;
  /** Keeps the whole turn with its stop reason. Called before anybody hears that it finished. */
  saveAnswer(conversation: Conversation, turn: Turn): Promise<void>;
}
