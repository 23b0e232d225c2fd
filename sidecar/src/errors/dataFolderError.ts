import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** The folder of the conversations cannot be made, or cannot be read. */
export class DataFolderError extends CondenserError<{ path: string; reason: string }> {
  override readonly name = 'DataFolderError';
  override readonly kind = 'dataFolder';
  override readonly code = ErrorCode.notSaved;

  constructor(facts: { path: string; reason: string }, options?: { cause?: unknown }) {
    super(`${facts.path} cannot be used: ${facts.reason}`, facts, options);
  }
}
