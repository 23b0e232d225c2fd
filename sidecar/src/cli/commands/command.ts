import { isIP } from 'node:net';
import { type Command, Option } from 'commander';
import { CondenserError, type MalformedValue } from '../../errors.ts';
import type { HelpTexts } from '../../i18n/wording.ts';
import { parseOllamaHost } from '../../models/ollama/ollamaHost.ts';
import { flagOf } from '../commandParser.ts';
import type { CommonFlags } from '../environment.ts';
import { nearest } from '../nearest.ts';
import type { ApplicationCommand, RunOptions } from '../withApplication.ts';

/** What the program offers to its commands. */
export interface CommandContext {
  /** The help texts in the user's language. */
  readonly help: HelpTexts;
  /** The common flags as given. */
  flags(): CommonFlags;
  /** Runs a command with an application, closes it afterwards, and stores the exit code. */
  run(command: ApplicationCommand, options?: RunOptions): Promise<void>;
  /** The same for a command that needs no model: nothing is started for it. */
  runWithoutModel(command: ApplicationCommand): Promise<void>;
  /** Stores the exit code of a command that needs no application. */
  setExitCode(exitCode: number): void;
}

/** Adds a command to the program. Each is a file in this folder, listed in `index.ts`. */
export type AddCommand = (program: Command, context: CommandContext) => void;

const MAX_PORT = 65_535;

/** Collects the values of an option that may repeat. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `--conversation`, for the commands that can continue one. */
export function conversationOption(help: HelpTexts): Option {
  return textOption('--conversation <id>', help.conversation);
}

/** The forms that the value of an option can be checked for. */
type ValueForm = keyof typeof FORMS;

const FORMS = {
  host: { isValid: isHost, problem: 'notAHost' },
  origin: { isValid: isOrigin, problem: 'notAnOrigin' },
  address: { isValid: isAddress, problem: 'notAnAddress' },
} as const satisfies Record<string, { isValid(given: string): boolean; problem: MalformedValue }>;

/** An option with a text value, which must not be empty and must have the form, if one is given. */
export function textOption(flags: string, description: string, form?: ValueForm): Option {
  const option = new Option(flags, description);
  return option.argParser((given) => checked(option, given, form));
}

/** The same for an option that may repeat. */
export function repeatedTextOption(flags: string, description: string, form?: ValueForm): Option {
  const option = new Option(flags, description);
  return option.argParser((given, before?: readonly string[]) =>
    repeated(checked(option, given, form), before),
  );
}

function checked(option: Option, given: string, form: ValueForm | undefined): string {
  if (given.trim() === '') {
    throw new CondenserError('usage', { problem: 'missingValue', option: flagOf(option) });
  }
  if (form === undefined || FORMS[form].isValid(given)) return given;
  throw new CondenserError('usage', {
    problem: FORMS[form].problem,
    option: flagOf(option),
    given,
  });
}

/** The range of an integer on the command line. */
export interface IntegerRange {
  readonly min?: number;
  readonly max: number;
}

/** An option with an integer value, at least 1 unless `min` says otherwise. */
export function integerOption(
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

/** `--port`; 0 picks a free one. */
export function portOption(description: string, preset: number): Option {
  return integerOption('--port <number>', description, { min: 0, max: MAX_PORT }, preset);
}

/** An option whose value must be one of the choices. */
export function choiceOption(
  flags: string,
  description: string,
  choices: readonly string[],
): Option {
  // Commander lists the choices in the help, but would report a wrong value in English.
  const option = new Option(flags, description).choices(choices);
  return option.argParser((given) => oneOf(flagOf(option), given, choices));
}

/**
 * The value as one of the choices.
 *
 * @throws `usage` naming the option, the choices and the closest match.
 */
export function oneOf<Choice extends string>(
  option: string,
  given: string,
  choices: readonly Choice[],
): Choice {
  const chosen = choices.find((value) => value === given);
  if (chosen !== undefined) return chosen;
  throw new CondenserError('usage', {
    problem: 'notAChoice',
    option,
    given,
    choices,
    nearest: nearest(given, choices),
  });
}

function isHost(given: string): boolean {
  if (isIP(given.replace(/^\[(.*)\]$/, '$1')) !== 0) return true;
  // A name whose last label is a number is a malformed IP address.
  return /^(?=.{1,253}$)(?:[\w-]{1,63}\.)*(?!\d+\.?$)[\w-]{1,63}\.?$/.test(given);
}

function isOrigin(given: string): boolean {
  if (given === '*') return true;
  const form = /^[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-f:.]+\]|[\w.~-]+)(?::\d{1,5})?\/?$/i;
  return form.test(given) && URL.canParse(given);
}

/** An address of Ollama that a request can be sent to. Ollama itself replaces a port that is too large. */
function isAddress(given: string): boolean {
  const { url } = parseOllamaHost(given);
  const [, port = ''] = /:(\d+)(?:\/|$)/.exec(given.trim()) ?? [];
  return /^https?:/.test(url) && URL.canParse(url) && Number(port) <= MAX_PORT;
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

/** A {@link `listen`} for a system error of listening; any other error as it is. */
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
  const isSystemError = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystemError ? { code: String(error.code), message: error.message } : undefined;
}
