import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** Why Ollama cannot be started from here. */
export interface OllamaStartFailure {
  readonly problem: 'notInstalled' | 'otherMachine' | 'failed';
  readonly host: string;
  readonly reason?: string;
}

const CODES = {
  notInstalled: ErrorCode.notFound,
  otherMachine: ErrorCode.notSupported,
  failed: ErrorCode.ollamaUnreachable,
};

/** Ollama was to be started, and was not. */
export class OllamaStartError extends CondenserError<OllamaStartFailure> {
  override readonly name = 'OllamaStartError';
  override readonly kind = 'ollamaStart';
  override readonly code: number;

  constructor(facts: OllamaStartFailure, options?: { cause?: unknown }) {
    super(`Ollama cannot be started (${facts.problem})`, facts, options);
    this.code = CODES[facts.problem];
  }
}
