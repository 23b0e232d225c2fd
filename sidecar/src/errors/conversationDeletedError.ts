import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The conversation lies in the trash, where it must not grow: the trash is emptied. */
export class ConversationDeletedError extends CondenserError<{ id: string }> {
  override readonly name = 'ConversationDeletedError';
  override readonly kind = 'conversationDeleted';
  override readonly code = ErrorCode.notFound;

  constructor(facts: { id: string }, options?: { cause?: unknown }) {
    super(`Conversation ${facts.id} is in the trash`, facts, options);
  }
}
