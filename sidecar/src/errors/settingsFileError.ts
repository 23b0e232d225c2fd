import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The settings file as a whole cannot be used: it cannot be read, or it holds no JSON object. */
export class SettingsFileError extends CondenserError<{
  file: string;
  problem: 'unreadable' | 'malformed';
  reason: string;
}> {
  override readonly name = 'SettingsFileError';
  override readonly kind = 'settingsFile';
  override readonly code = ErrorCode.invalidParams;

  constructor(
    facts: { file: string; problem: 'unreadable' | 'malformed'; reason: string },
    options?: { cause?: unknown },
  ) {
    super(`${facts.file} is ${facts.problem}: ${facts.reason}`, facts, options);
  }
}
