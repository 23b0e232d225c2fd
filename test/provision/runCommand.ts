import { ProgramMissingError } from '@condenser/sidecar/programs/findProgram.ts';
import { ProgramFailedError, runProgram } from '@condenser/sidecar/programs/runProgram.ts';
import { ProvisionError, type Report } from './part.ts';

const quietMs = 15_000;

/** How `runCommand` runs a command. */
export interface CommandOptions {
  /** What a person can do when the command is missing or fails. */
  readonly remedy: string;

  /** Variables on top of those of this process, none that makes an interpreter load code. */
  readonly env?: Readonly<Record<string, string>>;

  /** Written to the command's standard input, which is empty otherwise. */
  readonly input?: string;

  /** Sees each line of both outputs as it comes. */
  readonly onLine?: Report;

  /** Told now and then that the command is still at work, for commands that stay silent. */
  readonly heartbeat?: Report;
}

/**
 * Runs a command to its end.
 *
 * @returns its standard output.
 * @throws {ProvisionError} when it is not on the PATH or does not exit with 0; the message holds
 * the last lines it printed.
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

/** Tells now and then that `what` is still at work. */
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

/** Turns the failure of a program into one that says what to do about it. */
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
