import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The stream holds something that is not a line of JSON. */
export class UnreadableAnswerError extends CondenserError<{ reason: string }> {
  override readonly name = 'UnreadableAnswerError';
  override readonly kind = 'unreadableAnswer';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { reason: string }, options?: { cause?: unknown }) {
    super(`Ollama sent something unreadable: ${facts.reason}`, facts, options);
  }
}
