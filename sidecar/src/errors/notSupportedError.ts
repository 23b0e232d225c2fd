import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The model or the server cannot do what was asked. */
export class NotSupportedError extends CondenserError<{ model: string; reason: string }> {
  override readonly name = 'NotSupportedError';
  override readonly kind = 'notSupported';
  override readonly code = ErrorCode.notSupported;

  constructor(facts: { model: string; reason: string }, options?: { cause?: unknown }) {
    super(`Not supported by ${facts.model}: ${facts.reason}`, facts, options);
  }
}
