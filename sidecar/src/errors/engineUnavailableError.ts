import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The built-in engine cannot run here, or its process ended when it should have answered. */
export class EngineUnavailableError extends CondenserError<{ reason: string }> {
  override readonly name = 'EngineUnavailableError';
  override readonly kind = 'engineUnavailable';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(facts: { reason: string }, options?: { cause?: unknown }) {
    super(`The built-in engine does not run: ${facts.reason}`, facts, options);
  }
}
