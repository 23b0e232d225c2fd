import type * as z from 'zod';

/** The first invalid field of a value, and what it must be. */
export interface FieldProblem {
  /** The path of the field. */
  readonly field: string;
  /** Such as "must be a string". i18n translates these phrases. */
  readonly problem: string;
}

/**
 * The first problem that a schema found.
 *
 * @param root the name of the whole value, for a problem that is not in a field.
 * @param prefix the path of the value itself.
 */
export function firstProblem(
  { issues }: z.ZodError,
  root: string,
  prefix: readonly string[] = [],
): FieldProblem {
  const [issue] = issues;
  const path = [...prefix, ...(issue?.path ?? [])].map(String).join('.');
  return { field: path || root, problem: issue === undefined ? 'is invalid' : describe(issue) };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'must be a string',
  number: 'must be a number',
  int: 'must be an integer',
  boolean: 'must be true or false',
  array: 'must be a list',
  tuple: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  datetime: 'must be a UTC time such as 2026-01-31T12:00:00Z',
  url: 'must be a URL',
};

function describe(issue: z.core.$ZodIssue): string {
  // A message that the schema defines itself says more than its code.
  if (!/^(?:Invalid|Too |Unrecognized)/.test(issue.message)) return issue.message;
  if (/received undefined$/.test(issue.message)) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? 'is invalid';
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${issue.values.join()}`
        : `must be one of: ${issue.values.join(', ')}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? 'is malformed';
    case 'too_small':
      return describeMin(issue);
    case 'too_big':
      return `must ${verbOf(issue.origin)} at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'unrecognized_keys':
      return `has unknown keys: ${issue.keys.join(', ')}`;
    default:
      return 'is invalid';
  }
}

function describeMin({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  const isNumber = unitOf(origin) === '';
  if (isNumber && !inclusive) {
    return Number(minimum) === 0 ? 'must be a positive number' : `must be greater than ${minimum}`;
  }
  if (!isNumber && Number(minimum) === 1) return 'must not be empty';
  return `must ${verbOf(origin)} at least ${minimum}${unitOf(origin)}`;
}

function verbOf(origin: string): string {
  return unitOf(origin) === '' ? 'be' : 'have';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'number' || origin === 'int' ? '' : ' entries';
}
