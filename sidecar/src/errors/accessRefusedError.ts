import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The server wants credentials, or refuses the Host header. */
export class AccessRefusedError extends CondenserError<{
  host: string;
  status: number;
  reason: string;
}> {
  override readonly name = 'AccessRefusedError';
  override readonly kind = 'accessRefused';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(
    facts: { host: string; status: number; reason: string },
    options?: { cause?: unknown },
  ) {
    super(`${facts.host} refused access (${facts.status}): ${facts.reason}`, facts, options);
  }
}
