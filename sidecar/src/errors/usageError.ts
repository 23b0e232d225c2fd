import { ErrorCode } from '@condenser/protocol';
import { CondenserError } from './condenserError.ts';

/** What the value of an option is not, beside numbers and choices. */
export type MalformedValue = 'notAHost' | 'notAnOrigin';

/** What is wrong with a command line, and what was probably meant. */
export type UsageProblem =
  | { readonly problem: 'unknownCommand'; readonly given: string; readonly nearest?: string }
  | { readonly problem: 'unknownOption'; readonly given: string; readonly nearest?: string }
  | { readonly problem: 'missingArgument'; readonly command: string; readonly name: string }
  | { readonly problem: 'missingValue'; readonly option: string }
  | { readonly problem: 'needlessValue'; readonly option: string }
  | { readonly problem: 'excessArgument'; readonly command: string; readonly given: string }
  | {
      readonly problem: MalformedValue;
      readonly option: string;
      readonly given: string;
    }
  | { readonly problem: 'conflict'; readonly option: string; readonly other: string }
  | {
      readonly problem: 'notAnInteger';
      readonly option: string;
      readonly given: string;
      readonly min: number;
      readonly max: number;
    }
  | {
      readonly problem: 'notAChoice';
      readonly option: string;
      readonly given: string;
      readonly choices: readonly string[];
      readonly nearest?: string;
    };

/** A command line that cannot be understood. */
export class UsageError extends CondenserError<UsageProblem> {
  override readonly name = 'UsageError';
  override readonly kind = 'usage';
  override readonly code = ErrorCode.invalidParams;

  constructor(facts: UsageProblem, options?: { cause?: unknown }) {
    super(`Command line: ${facts.problem}`, facts, options);
  }
}
