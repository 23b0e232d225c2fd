import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The process that was answering ended before the answer did. What it had kept is there. */
export class InterruptedError extends CondenserError {
  override readonly name = 'InterruptedError';
  override readonly kind = 'interrupted';
  override readonly code = ErrorCode.interrupted;

  constructor(options?: { cause?: unknown }) {
    super('The process ended in the middle of the answer', {}, options);
  }
}
