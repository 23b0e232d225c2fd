import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The clientTurnId of a request names a turn that asked something else. */
export class ClientTurnIdReusedError extends CondenserError<{ field: string; turnId: string }> {
  override readonly name = 'ClientTurnIdReusedError';
  override readonly kind = 'clientTurnIdReused';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: { turnId: string }, options?: { cause?: unknown }) {
    const message = `clientTurnId names turn ${facts.turnId}, which was another request`;
    super(message, { field: 'clientTurnId', ...facts }, options);
  }
}
