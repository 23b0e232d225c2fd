import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Why a model cannot be made of what was given. */
export interface ModelFileFailure {
  /** The parameter or the option that names it. */
  readonly field: 'path' | 'adapter' | 'from' | 'quantize' | '--builtin';
  readonly path: string;
  readonly problem:
    | 'missing'
    | 'unreadable'
    | 'noModelFiles'
    | 'notGguf'
    | 'changed'
    | 'nothingGiven'
    | 'bothGiven'
    | 'refused';
  readonly reason?: string;
}

const NOT_THERE = new Set<ModelFileFailure['problem']>(['missing', 'unreadable', 'noModelFiles']);

/** A model cannot be made of the files that were named. */
export class ModelFileError extends CondenserError<ModelFileFailure> {
  override readonly name = 'ModelFileError';
  override readonly kind = 'modelFile';
  override readonly code: number;

  constructor(facts: ModelFileFailure, options?: { cause?: unknown }) {
    super(`${facts.field}: ${facts.path} (${facts.problem})`, facts, options);
    this.code = NOT_THERE.has(facts.problem) ? ErrorCode.notFound : ErrorCode.invalidParams;
  }
}
