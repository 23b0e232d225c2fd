import { CondenserError } from '../../errors/index.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import { toWireError } from '../../i18n/wireError.ts';
import type { Wording } from '../../i18n/wording.ts';
import { ValidationProblem } from './validationDetail.ts';

const BAD_GATEWAY = 502;
const UNAVAILABLE = 503;

/** The status of each kind of error: whose fault it is, and whether to come back later. */
const STATUSES: Readonly<Record<string, number>> = {
  accessRefused: BAD_GATEWAY,
  busy: UNAVAILABLE,
  // The server shuts down: a client that left itself is not answered.
  cancelled: UNAVAILABLE,
  contextOverflow: 422,
  engineUnavailable: UNAVAILABLE,
  generationLimit: 504,
  idleTimeout: 504,
  invalidParams: 422,
  modelMissing: UNAVAILABLE,
  noModelChosen: UNAVAILABLE,
  notOllama: BAD_GATEWAY,
  notSupported: 422,
  ollamaFailed: BAD_GATEWAY,
  ollamaUnreachable: UNAVAILABLE,
  outOfMemory: UNAVAILABLE,
  requestTooLarge: BAD_GATEWAY,
  settings: 500,
  streamBroken: BAD_GATEWAY,
  unreadableAnswer: BAD_GATEWAY,
};
const RETRY_AFTER_SECONDS = 5;

/** What a client is told of an error of the rooms below: what is wrong, and what to do about it. */
export function toHttpProblem(error: unknown, wording: Wording): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const { message, data } = toWireError(error, wording);
  const kind = data?.kind ?? 'internal';
  const status = error instanceof CondenserError ? (STATUSES[kind] ?? 500) : 500;
  const sentence = data?.whatToDo === undefined ? message : `${message} ${data.whatToDo}`;
  if (status === 422) {
    return new ValidationProblem([{ loc: ['input'], msg: sentence, type: `value_error.${kind}` }]);
  }
  const headers: Record<string, string> =
    kind === 'busy' ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  return new HttpProblem(status, sentence, { kind, headers, cause: error });
}

/** The JSON body of a problem. `message` is what `RemoteRunnable` of JavaScript shows of it. */
export function problemBody(problem: HttpProblem): object {
  if (problem instanceof ValidationProblem) return { detail: problem.details };
  const { message, kind } = problem;
  return { detail: message, message, ...(kind === undefined ? {} : { kind }) };
}
