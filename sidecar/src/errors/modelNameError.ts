import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** What was given is no name of a model, and no address of one. */
export class ModelNameError extends CondenserError<{ field: 'model'; given: string }> {
  override readonly name = 'ModelNameError';
  override readonly kind = 'modelName';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: { field: 'model'; given: string }, options?: { cause?: unknown }) {
    super(`Not the name of a model: ${facts.given}`, facts, options);
  }
}
