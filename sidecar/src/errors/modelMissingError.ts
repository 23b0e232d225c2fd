import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The model is not installed; the facts carry the command that installs it. */
export class ModelMissingError extends CondenserError<{ model: string; pullCommand: string }> {
  override readonly name = 'ModelMissingError';
  override readonly kind = 'modelMissing';
  override readonly code = ErrorCode.modelMissing;

  constructor(facts: { model: string; pullCommand: string }, options?: { cause?: unknown }) {
    super(`Model ${facts.model} is not installed`, facts, options);
  }
}
