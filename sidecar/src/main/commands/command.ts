import type { Command } from 'commander';
import type { Application } from '../../application.ts';
import type { CommonFlags } from '../environment.ts';
import type { RunOptions } from '../withApplication.ts';

/** What a command of the command line may ask of the program it belongs to. */
export interface CommandContext {
  /** The common flags as they were given. */
  flags(): CommonFlags;
  /** Runs with the rooms put together, closes them at the end, and keeps the exit code. */
  run(command: (application: Application) => Promise<number>, options?: RunOptions): Promise<void>;
  /** Sets the exit code of a command that needs no rooms. */
  end(exitCode: number): void;
}

/** Adds one command to the program. Each is a file of this folder, listed in `index.ts`. */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** Collects an option that may repeat. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
