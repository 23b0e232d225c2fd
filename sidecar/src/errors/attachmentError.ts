import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Why a file cannot go with a question. */
export interface AttachmentFailure {
  readonly path: string;
  readonly problem: 'missing' | 'folder' | 'notAFile' | 'unreadable' | 'tooLarge' | 'binary';
  /** The system's own words, where it said something. */
  readonly reason?: string;
  /** Bytes that a file may have. */
  readonly maxBytes?: number;
}

/** A file, or what was piped in, cannot go with a question. */
export class AttachmentError extends CondenserError<AttachmentFailure> {
  override readonly name = 'AttachmentError';
  override readonly kind = 'attachment';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: AttachmentFailure, options?: { cause?: unknown }) {
    super(`${facts.path} cannot be attached (${facts.problem})`, facts, options);
  }
}
