import { isIP } from 'node:net';
import { type Command, Option } from 'commander';
import { CondenserError, type MalformedValue } from '../../errors.ts';
import type { CommonFlags } from '../environment.ts';
import { nearest } from '../nearest.ts';
import type { ApplicationCommand, RunOptions } from '../withApplication.ts';

/** What a command of the command line may ask of the program it belongs to. */
export interface CommandContext {
  /** The common flags as they were given. */
  flags(): CommonFlags;
  /** Runs with the rooms put together, closes them at the end, and keeps the exit code. */
  run(command: ApplicationCommand, options?: RunOptions): Promise<void>;
  /** The same for a command that asks no model, so that nothing is started for it. */
  runWithoutModel(command: ApplicationCommand): Promise<void>;
  /** Sets the exit code of a command that needs no rooms. */
  end(exitCode: number): void;
}

/** Adds one command to the program. Each is a file of this folder, listed in `index.ts`. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Collects an option that may repeat. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `--conversation`, of the commands that ask. */
export function conversationOption(): Option {
  return text('--conversation <id>', 'go on with this one; the beginning of its id will do');
}

/** What the value of an option can be checked for. */
type ValueForm = keyof typeof FORMS;

const FORMS = {
  host: { isOne: isHost, problem: 'notAHost' },
  origin: { isOne: isOrigin, problem: 'notAnOrigin' },
} as const satisfies Record<string, { isOne(given: string): boolean; problem: MalformedValue }>;

/** An option that takes a text: not an empty one, and of this form where there is one. */
export function text(flags: string, description: string, form?: ValueForm): Option {
  const option = new Option(flags, description);
  return option.argParser((given) => checked(option, given, form));
}

/** The same, where the option may repeat. */
export function texts(flags: string, description: string, form?: ValueForm): Option {
  const option = new Option(flags, description);
  return option.argParser((given, before?: readonly string[]) =>
    repeated(checked(option, given, form), before),
  );
}

function checked(option: Option, given: string, form: ValueForm | undefined): string {
  if (given.trim() === '') {
    throw new CondenserError('usage', { problem: 'missingValue', option: flagOf(option) });
  }
  if (form === undefined || FORMS[form].isOne(given)) return given;
  throw new CondenserError('usage', {
    problem: FORMS[form].problem,
    option: flagOf(option),
    given,
  });
}

/** What a number on the command line may be. */
export interface IntegerRange {
  readonly min?: number;
  readonly max: number;
}

/** An option that takes an integer: from 1 on, unless `min` is given. */
export function integer(
  flags: string,
  description: string,
  { min = 1, max }: IntegerRange,
  preset: number,
): Option {
  const option = new Option(flags, description).default(preset);
  return option.argParser((given) => {
    const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new CondenserError('usage', {
      problem: 'notAnInteger',
      option: flagOf(option),
      given,
      min,
      max,
    });
  });
}

/** `--port`; 0 is any free one. */
export function portOption(description: string, preset: number): Option {
  return integer('--port <number>', description, { min: 0, max: 65_535 }, preset);
}

/** An option that takes one of these values. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  // commander shows the choices in the help, and would refuse others in English.
  const option = new Option(flags, description).choices(choices);
  return option.argParser((given) => oneOf(flagOf(option), given, choices));
}

/**
 * The value, when it is one of these.
 *
 * @throws `usage` naming the option, the choices, and the one that was probably meant.
 */
export function oneOf<Choice extends string>(
  option: string,
  given: string,
  choices: readonly Choice[],
): Choice {
  const chosen = choices.find((value) => value === given);
  if (chosen !== undefined) return chosen;
  const meant = nearest(given, choices);
  throw new CondenserError('usage', {
    problem: 'notAChoice',
    option,
    given,
    choices,
    ...(meant === undefined ? {} : { nearest: meant }),
  });
}

function isHost(given: string): boolean {
  if (isIP(given.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  // A name whose last part is a number is an address with a mistake.
  return /^(?=.{1,253}$)(?:[\w-]{1,63}\.)*(?!\d+\.?$)[\w-]{1,63}\.?$/.test(given);
}

function isOrigin(given: string): boolean {
  if (given === '*') return true;
  const form = /^[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-f:.]+\]|[\w.~-]+)(?::\d{1,5})?\/?$/i;
  return form.test(given) && URL.canParse(given);
}

const LISTEN_PROBLEMS: Readonly<Record<string, CondenserError<'listen'>['facts']['problem']>> = {
  EADDRINUSE: 'inUse',
  EACCES: 'notAllowed',
  EPERM: 'notAllowed',
  EADDRNOTAVAIL: 'noSuchAddress',
  ENOTFOUND: 'noSuchAddress',
  EAI_AGAIN: 'noSuchAddress',
  EINVAL: 'noSuchAddress',
};

/** What the system's refusal to listen means, or the error itself when it is another one. */
export function listenFailure(error: unknown, host: string, port: number): unknown {
  const cause = systemError(error) ?? (error instanceof Error && systemError(error.cause));
  if (!cause) return error;
  const problem = LISTEN_PROBLEMS[cause.code] ?? 'failed';
  return new CondenserError(
    'listen',
    { host, port, problem, reason: cause.message },
    { cause: error },
  );
}

function systemError(error: unknown): { code: string; message: string } | undefined {
  const isOne = error instanceof Error && 'syscall' in error && 'code' in error;
  return isOne ? { code: String(error.code), message: error.message } : undefined;
}

function flagOf(option: Option): string {
  return option.long ?? option.flags;
}
