import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The caller cancelled the request. */
export class CancelledError extends CondenserError<{ method: string }> {
  override readonly name = 'CancelledError';
  override readonly kind = 'cancelled';
  override readonly code = ErrorCode.cancelled;

  constructor(facts: { method: string }, options?: { cause?: unknown }) {
    super(`${facts.method} was cancelled`, facts, options);
  }
}
