import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Ollama answered with an error of its own, before or in the middle of a stream. */
export class OllamaFailedError extends CondenserError<{ status?: number; reason: string }> {
  override readonly name = 'OllamaFailedError';
  override readonly kind = 'ollamaFailed';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { status?: number; reason: string }, options?: { cause?: unknown }) {
    super(`Ollama failed: ${facts.reason}`, facts, options);
  }
}
