import { createInterface } from 'node:readline';
import { type ProgramPlace, startProgram } from './startProgram.ts';

const TAIL_LINES = 40;

/** The options of {@link runProgram}. */
export interface ProgramOptions extends ProgramPlace {
  /** The standard input; default: empty. */
  readonly input?: string;
  /** Called for each line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
  /** Kills the program; the call rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
}

/** The program did not exit with 0. */
export class ProgramFailedError extends Error {
  override readonly name = 'ProgramFailedError';
  /** The last lines of stdout and stderr. */
  readonly output: string;

  constructor(command: string, ending: string, output: string) {
    super(`'${command}' exited with ${ending}:\n${output}`);
    this.output = output;
  }
}

/**
 * Runs a program to its end, isolated as by {@link startProgram}.
 *
 * @returns its standard output.
 * @throws {ProgramFailedError} when it does not exit with 0; {ProgramMissingError} when it is not
 * installed.
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
  const record = (line: string) => {
    tail.push(line);
    tail.splice(0, tail.length - TAIL_LINES);
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.push(line);
    record(line);
  });
  createInterface({ input: child.stderr }).on('line', record);
  // A program may close its input early; only its exit code matters.
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
