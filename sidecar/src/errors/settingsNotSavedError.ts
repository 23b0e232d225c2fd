import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The settings file cannot be replaced. The settings are as they were. */
export class SettingsNotSavedError extends CondenserError<{ file: string; reason: string }> {
  override readonly name = 'SettingsNotSavedError';
  override readonly kind = 'settingsNotSaved';
  override readonly code = ErrorCode.notSaved;

  constructor(facts: { file: string; reason: string }, options?: { cause?: unknown }) {
    super(`${facts.file} cannot be written: ${facts.reason}`, facts, options);
  }
}
