import type { ChatOptions, Strategy } from '@condenser/protocol';
import type { Conversation, ConversationHead, Turn } from './conversation.ts';

/** What of a conversation may be changed beside its turns. Null takes a value away. */
export interface ConversationChanges {
  readonly title?: string;
  readonly titleSource?: 'model' | 'person';
  readonly model?: string | null;
  readonly strategy?: Strategy | null;
  readonly options?: ChatOptions | null;
  readonly deletedAt?: string | null;
}

/** Where turns are kept. What a promise of it resolved for is kept. */
export interface ConversationStore {
  /** A new conversation; it is kept with its first question. */
  create(head: ConversationHead): Conversation;
  /** The conversation as it is now, whoever changed it last. */
  get(conversationId: string): Promise<Conversation | undefined>;
  /**
   * Keeps a person's turn. Called before any model is asked.
   *
   * @throws `notSaved`; the turn is in the conversation all the same, and tried again later.
   */
  saveQuestion(conversation: Conversation, turn: Turn): Promise<void>;
  /** The running turn has come further: that is kept soon. Wait for it before telling anybody. */
  grew(turn: Turn): Promise<void>;
  /**
   * Keeps the whole turn with its stop reason. Called before anybody hears that it finished.
   *
   * @throws `notSaved`.
   */
  saveAnswer(conversation: Conversation, turn: Turn): Promise<void>;
  /** @throws `notSaved`; nothing has changed then, and nothing is tried again. */
  change(conversation: Conversation, changes: ConversationChanges): Promise<void>;
}
