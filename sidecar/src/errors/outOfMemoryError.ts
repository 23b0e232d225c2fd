import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The model does not fit into this machine’s memory. */
export class OutOfMemoryError extends CondenserError<{ model: string; reason: string }> {
  override readonly name = 'OutOfMemoryError';
  override readonly kind = 'outOfMemory';
  override readonly code = ErrorCode.outOfMemory;

  constructor(facts: { model: string; reason: string }, options?: { cause?: unknown }) {
    super(`Model ${facts.model} does not fit into memory: ${facts.reason}`, facts, options);
  }
}
