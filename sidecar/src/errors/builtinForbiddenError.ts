import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The built-in engine was asked for where it was said that it must not run. */
export class BuiltinForbiddenError extends CondenserError<object> {
  override readonly name = 'BuiltinForbiddenError';
  override readonly kind = 'builtinForbidden';
  override readonly code = ErrorCode.notSupported;

  constructor() {
    super('The built-in engine is switched off', {});
  }
}
