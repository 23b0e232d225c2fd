import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** A file that was to be written is there already, and nobody said that it may be replaced. */
export class FileExistsError extends CondenserError<{ path: string }> {
  override readonly name = 'FileExistsError';
  override readonly kind = 'fileExists';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: { path: string }, options?: { cause?: unknown }) {
    super(`${facts.path} exists`, facts, options);
  }
}
