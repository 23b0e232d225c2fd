import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Ollama’s queue is full. */
export class ServerBusyError extends CondenserError<{ host: string }> {
  override readonly name = 'ServerBusyError';
  override readonly kind = 'busy';
  override readonly code = ErrorCode.busy;

  constructor(facts: { host: string }, options?: { cause?: unknown }) {
    super(`Ollama at ${facts.host} is busy`, facts, options);
  }
}
