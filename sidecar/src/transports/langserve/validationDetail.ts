import * as z from 'zod';
import { httpStatus } from '../../errors.ts';
import { HttpProblem } from '../../http/answers.ts';
import { toWireError } from '../../i18n/wireError.ts';
import type { Wording } from '../../i18n/wording.ts';

/** An entry of `detail`, in the format of pydantic 1, which LangServe's clients expect. */
export const ValidationDetail = z.strictObject({
  loc: z.array(z.union([z.string(), z.int()])).min(1),
  msg: z.string(),
  type: z.string(),
  ctx: z.record(z.string(), z.number()).optional(),
});
export type ValidationDetail = z.infer<typeof ValidationDetail>;

/** The body of every 422. */
export const ValidationBody = z.strictObject({ detail: z.array(ValidationDetail).min(1) });

/** A body that does not match the schema. */
export class ValidationProblem extends HttpProblem {
  override readonly name = 'ValidationProblem';
  readonly details: readonly ValidationDetail[];

  constructor(details: readonly ValidationDetail[]) {
    super(422, details.map(({ msg }) => msg).join('; '));
    this.details = details;
  }
}

/** The `loc` of the whole body. */
const ROOT = '__root__';

type Issue = z.core.$ZodIssue;
type Described = Omit<ValidationDetail, 'loc'>;

const EXPECTED: Readonly<Record<string, Described>> = {
  string: { msg: 'str type expected', type: 'type_error.str' },
  number: { msg: 'value is not a valid float', type: 'type_error.float' },
  int: { msg: 'value is not a valid integer', type: 'type_error.integer' },
  boolean: { msg: 'value could not be parsed to a boolean', type: 'type_error.bool' },
  array: { msg: 'value is not a valid list', type: 'type_error.list' },
  tuple: { msg: 'value is not a valid tuple', type: 'type_error.tuple' },
  object: { msg: 'value is not a valid dict', type: 'type_error.dict' },
};

/** The 422 for a body that does not match the schema. `loc` omits a leading `body` or `input`. */
export function validationProblem(issues: readonly Issue[], body: unknown): ValidationProblem {
  return new ValidationProblem(issues.flatMap((issue) => details(issue, body)));
}

/** The 422 for one field. */
export function fieldProblem(loc: ValidationDetail['loc'], msg: string): ValidationProblem {
  return new ValidationProblem([{ loc, msg, type: 'value_error' }]);
}

/** The 422 for a body that is not JSON in UTF-8. */
export function jsonProblem(): ValidationProblem {
  return new ValidationProblem([
    { loc: [ROOT], msg: 'Invalid JSON body', type: 'value_error.jsondecode' },
  ]);
}

function details(issue: Issue, body: unknown): ValidationDetail[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      loc: location([...issue.path, key]),
      msg: 'extra fields not permitted',
      type: 'value_error.extra',
    }));
  }
  return [{ loc: location(issue.path), ...describe(issue, valueAt(body, issue.path)) }];
}

function location(path: readonly PropertyKey[]): (string | number)[] {
  const parts = path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (parts.length === 0) return [ROOT];
  const inner = parts[0] === 'input' || parts[0] === 'inputs';
  return inner && parts.length > 1 ? parts.slice(1) : parts;
}

function describe(issue: Issue, value: unknown): Described {
  if (value === undefined) return { msg: 'field required', type: 'value_error.missing' };
  if (value === null) {
    return { msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' };
  }
  if (issue.code === 'invalid_type') {
    return EXPECTED[issue.expected] ?? { msg: issue.message, type: 'type_error' };
  }
  const sized = issue.code === 'too_small' || issue.code === 'too_big';
  if (sized && Array.isArray(value)) return describeLength(issue, value.length);
  if (sized && issue.origin === 'string') {
    const limit_value = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
    const [word, end] = issue.code === 'too_small' ? ['least', 'min'] : ['most', 'max'];
    return {
      msg: `ensure this value has at ${word} ${limit_value} characters`,
      type: `value_error.any_str.${end}_length`,
      ctx: { limit_value },
    };
  }
  return { msg: issue.message, type: 'value_error' };
}

/** An item of a list is a pair, that is a tuple of two. The lists themselves have limits. */
function describeLength(
  issue: Extract<Issue, { code: 'too_small' | 'too_big' }>,
  actual: number,
): Described {
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  if (typeof issue.path.at(-1) === 'number') {
    return {
      msg: `wrong tuple length ${actual}, expected 2`,
      type: 'value_error.tuple.length',
      ctx: { actual_length: actual, expected_length: 2 },
    };
  }
  return {
    msg: `ensure this value has at most ${limit} items`,
    type: 'value_error.list.max_items',
    ctx: { limit_value: limit },
  };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    body,
  );
}

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
