import { type Command, Option } from 'commander';
import type { CommonFlags } from '../environment.ts';
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
  return new Option('--conversation <id>', 'go on with this one; the beginning of its id will do');
}
