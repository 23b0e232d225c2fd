import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Why no server can listen at an address. */
export interface ListenFailure {
  readonly host: string;
  readonly port: number;
  readonly problem: 'inUse' | 'notAllowed' | 'noSuchAddress' | 'failed';
  /** The system's own words. */
  readonly reason: string;
}

/** A server cannot listen where it was told to. */
export class ListenError extends CondenserError<ListenFailure> {
  override readonly name = 'ListenError';
  override readonly kind = 'listen';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: ListenFailure, options?: { cause?: unknown }) {
    super(`Cannot listen at ${facts.host}:${facts.port}: ${facts.reason}`, facts, options);
  }
}
