import type { Conversation, ConversationHead, Turn } from './conversation.ts';
import type { ConversationStore } from './conversationStore.ts';

/** Keeps conversations for as long as the process lives. */
export class MemoryStore implements ConversationStore {
  private readonly conversations = new Map<string, Conversation>();
  private readonly byClientTurnId = new Map<string, { conversation: Conversation; turn: Turn }>();

  async create(head: ConversationHead): Promise<Conversation> {
    const conversation: Conversation = { ...head, turns: new Map(), lastTurnId: null };
    this.conversations.set(head.conversationId, conversation);
    return conversation;
  }

  async get(conversationId: string): Promise<Conversation | undefined> {
    return this.conversations.get(conversationId);
  }

  async findByClientTurnId(clientTurnId: string) {
    return this.byClientTurnId.get(clientTurnId);
  }

  async saveQuestion(conversation: Conversation, turn: Turn): Promise<void> {
    conversation.turns.set(turn.turnId, turn);
    conversation.lastTurnId = turn.turnId;
    this.byClientTurnId.set(turn.clientTurnId, { conversation, turn });
  }

  async saveAnswer(): Promise<void> {
    // The turn itself is what is kept here.
  }
}
