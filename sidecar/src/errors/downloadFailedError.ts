import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** What went wrong with a download, and what it was of. */
export interface DownloadFailure {
  /** Such as "node-llama-cpp 3.21.1". */
  readonly what: string;
  readonly problem: 'programMissing' | 'diskFull' | 'wrongChecksum' | 'failed';
  /** The program that fetches it: npm, or Python with pip. */
  readonly program: string;
  /** The folder it was to go to. */
  readonly folder: string;
  /** What the program said, or the two checksums. */
  readonly reason: string;
}

/** A part of the built-in engine cannot be fetched. Nothing half made is left. */
export class DownloadFailedError extends CondenserError<DownloadFailure> {
  override readonly name = 'DownloadFailedError';
  override readonly kind = 'downloadFailed';
  override readonly code = ErrorCode.ollamaUnreachable;

  constructor(facts: DownloadFailure, options?: { cause?: unknown }) {
    super(`${facts.what} cannot be fetched (${facts.problem}): ${facts.reason}`, facts, options);
  }
}
