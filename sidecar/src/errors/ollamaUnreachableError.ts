import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Where a request to Ollama ended, and why. */
export interface UnreachableFacts {
  readonly host: string;
  readonly reason: string;
  /** The host is another machine: Ollama cannot be started from here. */
  readonly remote?: boolean;
  /** The proxy of the environment that stands in between, without its password. */
  readonly proxy?: string;
  /** The status of a gateway that answered in the place of Ollama. */
  readonly gatewayStatus?: number;
}

/** Nothing answers at the configured address, or only a gateway in front of it. */
export class OllamaUnreachableError extends CondenserError<UnreachableFacts> {
  override readonly name = 'OllamaUnreachableError';
  override readonly kind = 'ollamaUnreachable';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(facts: UnreachableFacts, options?: { cause?: unknown }) {
    super(`Ollama does not answer at ${facts.host}: ${facts.reason}`, facts, options);
  }
}
