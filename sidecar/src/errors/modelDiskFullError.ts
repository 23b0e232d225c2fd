import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Bytes that a model still needs on the disk, and bytes that are free, where that is known. */
export interface DiskNeed {
  readonly model: string;
  readonly needed?: number;
  readonly free?: number;
}

/** The model does not fit onto the disk of Ollama. */
export class ModelDiskFullError extends CondenserError<DiskNeed> {
  override readonly name = 'ModelDiskFullError';
  override readonly kind = 'modelDiskFull';
  override readonly code = ErrorCode.ollamaFailed;

  constructor(facts: DiskNeed, options?: { cause?: unknown }) {
    super(`No room on the disk for ${facts.model}`, facts, options);
  }
}
