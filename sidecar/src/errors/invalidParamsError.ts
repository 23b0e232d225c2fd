import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** A parameter is not what the protocol says; `field` is its path. */
export class InvalidParamsError extends CondenserError<{
  method: string;
  field: string;
  problem: string;
}> {
  override readonly name = 'InvalidParamsError';
  override readonly kind = 'invalidParams';
  override readonly code = ErrorCode.invalidParams;

  constructor(
    facts: { method: string; field: string; problem: string },
    options?: { cause?: unknown },
  ) {
    super(`${facts.method}: ${facts.field}: ${facts.problem}`, facts, options);
  }
}
