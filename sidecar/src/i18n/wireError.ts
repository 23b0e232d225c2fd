import { ErrorCode, type WireError } from '@condenser/protocol';
import { CondenserError } from '../errors/index.ts';
import type { ErrorText, ErrorTexts, Wording } from './wording.ts';

/** An error as it goes over the wire and into a record: for programs and for people at once. */
export function toWireError(error: unknown, wording: Wording): WireError {
  if (error instanceof CondenserError) {
    const text = errorText(error, wording);
    return {
      code: error.code,
      message: text.message,
      data: {
        ...error.facts,
        kind: error.kind,
        ...(text.whatToDo === undefined ? {} : { whatToDo: text.whatToDo }),
      },
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const text = wording.error.internal({ reason });
  return {
    code: ErrorCode.internalError,
    message: text.message,
    data: { kind: 'internal', ...(text.whatToDo ? { whatToDo: text.whatToDo } : {}) },
  };
}

/** What a person reads of a typed error. */
export function errorText(error: CondenserError, wording: Wording): ErrorText {
  const kind = error.kind as keyof ErrorTexts;
  // The kind picks the method whose facts this very class carries (see ErrorTexts).
  const describe = wording.error[kind] as ((facts: object) => ErrorText) | undefined;
  return describe?.(error.facts) ?? { message: error.message };
}
