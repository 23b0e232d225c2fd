import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** No model is set and none can be chosen without asking; the facts list what could be. */
export class NoModelChosenError extends CondenserError<{ models: readonly string[] }> {
  override readonly name = 'NoModelChosenError';
  override readonly kind = 'noModelChosen';
  override readonly code = ErrorCode.modelMissing;

  constructor(facts: { models: readonly string[] }, options?: { cause?: unknown }) {
    super('No model has been chosen', facts, options);
  }
}
