import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Nothing answers at the configured address. */
export class OllamaUnreachableError extends CondenserError<{ host: string; reason: string }> {
  override readonly name = 'OllamaUnreachableError';
  override readonly kind = 'ollamaUnreachable';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(facts: { host: string; reason: string }, options?: { cause?: unknown }) {
    super(`Ollama does not answer at ${facts.host}: ${facts.reason}`, facts, options);
  }
}
