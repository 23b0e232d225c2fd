import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The sizes, in tokens, of a prompt that does not fit. */
export interface OverflowFacts {
  readonly contextWindow: number;
  readonly reason: string;
  /** Absent where the server does not say it. */
  readonly promptTokens?: number;
}

/** The question alone is longer than the context window. */
export class ContextOverflowError extends CondenserError<OverflowFacts> {
  override readonly name = 'ContextOverflowError';
  override readonly kind = 'contextOverflow';
  override readonly code = ErrorCode.contextOverflow;

  constructor(facts: OverflowFacts, options?: { cause?: unknown }) {
    super(
      `The question does not fit into ${facts.contextWindow} tokens: ${facts.reason}`,
      facts,
      options,
    );
  }
}
