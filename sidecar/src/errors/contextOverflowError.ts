import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The question alone is longer than the context window. */
export class ContextOverflowError extends CondenserError<{
  contextWindow: number;
  reason: string;
}> {
  override readonly name = 'ContextOverflowError';
  override readonly kind = 'contextOverflow';
  override readonly code = ErrorCode.contextOverflow;

  constructor(facts: { contextWindow: number; reason: string }, options?: { cause?: unknown }) {
    super(
      `The question does not fit into ${facts.contextWindow} tokens: ${facts.reason}`,
      facts,
      options,
    );
  }
}
