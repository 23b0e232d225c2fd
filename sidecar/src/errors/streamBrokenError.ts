import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The stream ended before Ollama said that it was done. */
export class StreamBrokenError extends CondenserError<{ reason: string }> {
  override readonly name = 'StreamBrokenError';
  override readonly kind = 'streamBroken';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { reason: string }, options?: { cause?: unknown }) {
    super(`The answer broke off: ${facts.reason}`, facts, options);
  }
}
