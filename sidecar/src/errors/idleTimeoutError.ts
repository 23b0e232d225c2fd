import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The stream went silent between two tokens. */
export class IdleTimeoutError extends CondenserError<{ seconds: number }> {
  override readonly name = 'IdleTimeoutError';
  override readonly kind = 'idleTimeout';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { seconds: number }, options?: { cause?: unknown }) {
    super(`No token for ${facts.seconds} s`, facts, options);
  }
}
