import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** A server in front of Ollama refuses a request of this size (413). */
export class RequestTooLargeError extends CondenserError<{ host: string; reason: string }> {
  override readonly name = 'RequestTooLargeError';
  override readonly kind = 'requestTooLarge';
  override readonly code = ErrorCode.contextOverflow;

  constructor(facts: { host: string; reason: string }, options?: { cause?: unknown }) {
    super(
      `The server at ${facts.host} refuses a request of this size: ${facts.reason}`,
      facts,
      options,
    );
  }
}
