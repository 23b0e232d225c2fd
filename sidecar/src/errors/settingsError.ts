import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** A settings file or a flag holds what it must not. */
export class SettingsError extends CondenserError<{
  file: string;
  field: string;
  problem: string;
}> {
  override readonly name = 'SettingsError';
  override readonly kind = 'settings';
  override readonly code = ErrorCode.invalidParams;

  constructor(
    facts: { file: string; field: string; problem: string },
    options?: { cause?: unknown },
  ) {
    super(`${facts.file}: ${facts.field}: ${facts.problem}`, facts, options);
  }
}
