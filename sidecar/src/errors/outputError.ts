import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** What a command says on stdout could not be written, and is not there as a whole. */
export class OutputError extends CondenserError<{ reason: string }> {
  override readonly name = 'OutputError';
  override readonly kind = 'output';
  override readonly code = ErrorCode.notSaved;

  constructor(facts: { reason: string }, options?: { cause?: unknown }) {
    super(`The output could not be written: ${facts.reason}`, facts, options);
  }
}
