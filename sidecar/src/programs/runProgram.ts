import { createInterface } from 'node:readline';
import { type ProgramPlace, startProgram } from './startProgram.ts';

const TAIL_LINES = 40;

/** How {@link runProgram} runs a program. */
export interface ProgramOptions extends ProgramPlace {
  /** Written to the program's standard input, which is empty otherwise. */
  readonly input?: string;
  /** Sees each line of both outputs as it comes. */
  readonly onLine?: (line: string) => void;
  /** Ends the program, and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The program ran and did not end with 0. */
export class ProgramFailedError extends Error {
  override readonly name = 'ProgramFailedError';
  /** The last lines of both its outputs. */
  readonly output: string;

  constructor(command: string, ending: string, output: string) {
    super(`'${command}' ended with ${ending}:\n${output}`);
    this.output = output;
  }
}

/**
 * Runs a program to its end, isolated as {@link startProgram} does it.
 *
 * @returns its standard output.
 * @throws {ProgramFailedError} when it does not exit with 0; {ProgramMissingError} when it is not
 * on the PATH.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  options.signal?.throwIfAborted();
  const child = startProgram(command, args, options);
  const output: string[] = [];
  const tail: string[] = [];
  const see = (line: string) => {
    tail.push(line);
    tail.splice(0, tail.length - TAIL_LINES);
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.push(line);
    see(line);
  });
  createInterface({ input: child.stderr }).on('line', see);
  // A program that does not read its input to the end closes it early; its exit code decides.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const kill = () => child.kill();
  options.signal?.addEventListener('abort', kill, { once: true });
  const ending = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? String(code)));
  }).finally(() => options.signal?.removeEventListener('abort', kill));
  options.signal?.throwIfAborted();
  if (ending !== '0') {
    const [start = command] = [command, ...args].slice(0, 4).join(' ').split('\n');
    throw new ProgramFailedError(start, ending, tail.join('\n'));
  }
  return output.join('\n');
}
