import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** More than one conversation's id begins like this. */
export class AmbiguousIdError extends CondenserError<{ id: string; matches: readonly string[] }> {
  override readonly name = 'AmbiguousIdError';
  override readonly kind = 'ambiguousId';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: { id: string; matches: readonly string[] }, options?: { cause?: unknown }) {
    super(`The id ${facts.id} is ambiguous`, facts, options);
  }
}
