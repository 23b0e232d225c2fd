import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** One turn at a time in a conversation. */
export class TurnRunningError extends CondenserError<{ turnId: string }> {
  override readonly name = 'TurnRunningError';
  override readonly kind = 'turnRunning';
  override readonly code = ErrorCode.turnRunning;

  constructor(facts: { turnId: string }, options?: { cause?: unknown }) {
    super(`Turn ${facts.turnId} is still running in this conversation`, facts, options);
  }
}
