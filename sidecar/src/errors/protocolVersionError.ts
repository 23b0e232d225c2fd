import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The client speaks another version of the protocol. */
export class ProtocolVersionError extends CondenserError<{ asked: number; supported: number }> {
  override readonly name = 'ProtocolVersionError';
  override readonly kind = 'protocolVersion';
  override readonly code = ErrorCode.protocolVersion;

  constructor(facts: { asked: number; supported: number }, options?: { cause?: unknown }) {
    super(
      `Protocol version ${facts.asked} is not supported; this sidecar speaks ${facts.supported}`,
      facts,
      options,
    );
  }
}
