import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { isAbsolute, win32 } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findProgram, variable } from './findProgram.ts';
import { type Environment, thisHost } from './host.ts';
import { isolatedEnvironment } from './isolatedEnvironment.ts';

/** The environment and the working folder of a program. */
export interface ProgramPlace {
  /** The variables to find it by and to pass to it, without those that load code. */
  readonly environment: Environment;
  /** The working folder, absolute: a folder of Condenser, without configuration of a project. */
  readonly folder: string;
}

/** A program with pipes for stdin, stdout and stderr. */
export type PipedProgram = ChildProcessByStdio<Writable, Readable, Readable>;

/** The executable and arguments for `spawn`. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether the arguments are already quoted. */
  readonly verbatim: boolean;
}

/**
 * Starts a program with pipes. Only this function and {@link startDetached} start programs: by an
 * absolute path, in a folder of Condenser, without variables through which the current folder could
 * have code loaded.
 *
 * @param program a name to find on the PATH, or an absolute path.
 * @throws {ProgramMissingError} when it is not installed.
 */
export function startProgram(
  program: string,
  args: readonly string[],
  place: ProgramPlace,
): PipedProgram {
  const { file, args: given, options } = isolated(program, args, place);
  return spawn(file, given, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
}

/**
 * Starts a program that outlives this process, without any stream; see {@link startProgram}.
 *
 * @throws {ProgramMissingError} when it is not installed.
 */
export function startDetached(
  program: string,
  args: readonly string[],
  place: ProgramPlace,
): ChildProcess {
  const { file, args: given, options } = isolated(program, args, place);
  return spawn(file, given, { ...options, stdio: 'ignore', detached: true });
}

function isolated(program: string, args: readonly string[], place: ProgramPlace) {
  const { environment, folder } = place;
  if (!isAbsolute(folder)) throw new TypeError(`the working folder ${folder} is not absolute`);
  const host = thisHost();
  const file = findProgram(program, environment, host);
  const invocation =
    host.platform === 'win32'
      ? windowsInvocation(file, args, environment)
      : { file, args, verbatim: false };
  return {
    file: invocation.file,
    args: invocation.args,
    options: {
      cwd: folder,
      env: isolatedEnvironment(environment, host),
      windowsHide: true,
      windowsVerbatimArguments: invocation.verbatim,
    },
  };
}

/** Windows runs batch files, such as npm, only through cmd.exe. */
export function windowsInvocation(
  file: string,
  args: readonly string[],
  environment: Environment,
): Invocation {
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, verbatim: false };
  // No quoting is safe for all arguments of cmd.exe.
  const odd = args.find((argument) => !/^[\w.:=/-]+$/.test(argument));
  if (odd !== undefined) throw new TypeError(`${odd} cannot be passed to a batch file`);
  const root = variable(environment, 'SystemRoot', 'win32');
  const system = root !== undefined && win32.isAbsolute(root) ? root : 'C:\\Windows';
  const line = [`"${file}"`, ...args].join(' ');
  return {
    file: win32.join(system, 'System32', 'cmd.exe'),
    args: ['/d', '/s', '/c', `"${line}"`],
    verbatim: true,
  };
}
