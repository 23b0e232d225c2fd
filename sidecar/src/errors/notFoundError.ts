import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The id names nothing that exists. */
export class NotFoundError extends CondenserError<{ what: 'conversation' | 'turn'; id: string }> {
  override readonly name = 'NotFoundError';
  override readonly kind = 'notFound';
  override readonly code = ErrorCode.notFound;

  constructor(facts: { what: 'conversation' | 'turn'; id: string }, options?: { cause?: unknown }) {
    super(`No ${facts.what} ${facts.id}`, facts, options);
  }
}
