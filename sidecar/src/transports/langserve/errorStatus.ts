import { httpStatus } from '../../errors.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import { toWireError } from '../../i18n/wireError.ts';
import type { Wording } from '../../i18n/wording.ts';
import { ValidationProblem } from './validationDetail.ts';

const RETRY_AFTER_SECONDS = 5;

/** The HTTP response for an error of any module: the message and what to do about it. */
export function toHttpProblem(error: unknown, wording: Wording): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const { message, data } = toWireError(error, wording);
  const kind = data?.kind ?? 'internal';
  const status = httpStatus(error);
  const sentence = data?.whatToDo === undefined ? message : `${message} ${data.whatToDo}`;
  if (status === 422) {
    return new ValidationProblem([{ loc: ['input'], msg: sentence, type: `value_error.${kind}` }]);
  }
  const headers: Record<string, string> =
    kind === 'busy' ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  return new HttpProblem(status, sentence, { kind, headers, cause: error });
}

/** The JSON body of a problem. JavaScript's `RemoteRunnable` shows `message`. */
export function problemBody(problem: HttpProblem): object {
  if (problem instanceof ValidationProblem) return { detail: problem.details };
  const { message, kind } = problem;
  return { detail: message, message, ...(kind === undefined ? {} : { kind }) };
}
