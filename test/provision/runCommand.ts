import { ProgramMissingError } from '@condenser/sidecar/programs/findProgram.ts';
import { ProgramFailedError, runProgram } from '@condenser/sidecar/programs/runProgram.ts';
import { ProvisionError, type Report } from './part.ts';

const quietMs = 15_000;

/** How `runCommand` runs a command. */
export interface CommandOptions {
  /** Tells the user what to do if the command is missing or fails. */
  readonly remedy: string;

  /** Variables added to those of this process; variables that make an interpreter load code are dropped. */
  readonly env?: Readonly<Record<string, string>>;

  /** Written to the command's standard input, which is empty otherwise. */
  readonly input?: string;

  /** Receives each line of stdout and stderr. */
  readonly onLine?: Report;

  /** Called regularly while the command runs, for commands without output. */
  readonly heartbeat?: Report;
}

/**
 * Runs a command to its end.
 *
 * @returns its standard output.
 * @throws {ProvisionError} if it is not on the PATH or does not exit with 0. The message contains the
 * last lines of its output.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const { env, remedy, heartbeat, ...others } = options;
  const place = { environment: { ...process.env, ...env }, folder: process.cwd() };
  return withHeartbeat(command, heartbeat, () =>
    asProvisioned(remedy, () => runProgram(command, args, { ...place, ...others })),
  );
}

/** Reports regularly that `what` is still running. */
export async function withHeartbeat<T>(
  what: string,
  heartbeat: Report | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    heartbeat?.(`${what} is still at work after ${seconds} s`);
  }, quietMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Converts the failure of a program to a {@link ProvisionError} with a remedy. */
export async function asProvisioned<T>(remedy: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProgramMissingError || error instanceof ProgramFailedError) {
      throw new ProvisionError(error.message, remedy, { cause: error });
    }
    throw error;
  }
}
