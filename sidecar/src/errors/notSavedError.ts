import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The disk refused: it is full, read-only, or not there. What was to be kept is not on it. */
export class NotSavedError extends CondenserError<{ path: string; reason: string }> {
  override readonly name = 'NotSavedError';
  override readonly kind = 'notSaved';
  override readonly code = ErrorCode.notSaved;

  constructor(facts: { path: string; reason: string }, options?: { cause?: unknown }) {
    super(`${facts.path} could not be written: ${facts.reason}`, facts, options);
  }
}
