import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The registry has no model of this name. */
export class ModelUnknownError extends CondenserError<{ model: string; reason: string }> {
  override readonly name = 'ModelUnknownError';
  override readonly kind = 'modelUnknown';
  override readonly code = ErrorCode.modelMissing;

  constructor(facts: { model: string; reason: string }, options?: { cause?: unknown }) {
    super(`The registry has no ${facts.model}: ${facts.reason}`, facts, options);
  }
}
