import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** A variable of the environment names a proxy that no request can be sent to. */
export class ProxyError extends CondenserError<{
  variable: string;
  /** As the variable has it, without a password. */
  proxy: string;
  /** A scheme that is not supported; absent: the address is malformed. */
  scheme?: string;
}> {
  override readonly name = 'ProxyError';
  override readonly kind = 'proxy';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: { variable: string; proxy: string; scheme?: string }) {
    super(`${facts.variable}: "${facts.proxy}" is not an HTTP proxy`, facts);
  }
}
