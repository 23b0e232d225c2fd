import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** An answer took longer than one may take here. */
export class GenerationLimitError extends CondenserError<{ seconds: number }> {
  override readonly name = 'GenerationLimitError';
  override readonly kind = 'generationLimit';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { seconds: number }, options?: { cause?: unknown }) {
    super(`The answer took longer than ${facts.seconds} seconds`, facts, options);
  }
}
