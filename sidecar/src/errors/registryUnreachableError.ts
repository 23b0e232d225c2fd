import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Ollama cannot reach the registry that a model comes from. What has come is kept. */
export class RegistryUnreachableError extends CondenserError<{ model: string; reason: string }> {
  override readonly name = 'RegistryUnreachableError';
  override readonly kind = 'registryUnreachable';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: { model: string; reason: string }, options?: { cause?: unknown }) {
    super(`Ollama cannot fetch ${facts.model}: ${facts.reason}`, facts, options);
  }
}
