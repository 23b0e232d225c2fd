import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Something answers, and it is not Ollama: a proxy’s page, a redirect, another server. */
export class NotOllamaError extends CondenserError<{ host: string; reason: string }> {
  override readonly name = 'NotOllamaError';
  override readonly kind = 'notOllama';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(facts: { host: string; reason: string }, options?: { cause?: unknown }) {
    super(`What answers at ${facts.host} is not Ollama: ${facts.reason}`, facts, options);
  }
}
