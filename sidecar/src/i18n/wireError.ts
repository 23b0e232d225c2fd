import { ErrorCode, type WireError } from '@condenser/protocol';
import { type CondenserError, type ErrorKind, isError, messageOf } from '../errors.ts';
import type { ErrorText, KindTexts, Wording } from './wording.ts';

/** An error for the wire and for the disk: facts for programs, a text for the user. */
export function toWireError(error: unknown, wording: Wording): WireError {
  if (!isError(error)) {
    const { message, whatToDo } = wording.error.internal({ reason: messageOf(error) });
    return { code: ErrorCode.internalError, message, data: { kind: 'internal', whatToDo } };
  }
  const { message, whatToDo } = errorText(error, wording);
  const data = { ...error.facts, kind: error.kind, whatToDo };
  return { code: error.code, message, data };
}

/** The text of an error in the user's language. */
export function errorText<Kind extends ErrorKind>(
  { kind, facts }: CondenserError<Kind>,
  wording: Wording,
): ErrorText {
  const texts: KindTexts = wording.error;
  return texts[kind](facts);
}
