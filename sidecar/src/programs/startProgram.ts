import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { isAbsolute, win32 } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findProgram, variable } from './findProgram.ts';
import { type Environment, thisHost } from './host.ts';
import { isolatedEnvironment } from './isolatedEnvironment.ts';

/** Where a program runs. */
export interface ProgramPlace {
  /** The variables that it is found by and gets; those that load code are removed. */
  readonly environment: Environment;
  /** Its working folder, absolute: one of our own, so that no configuration lies in it. */
  readonly folder: string;
}

/** A program whose three streams are pipes. */
export type PipedProgram = ChildProcessByStdio<Writable, Readable, Readable>;

/** An absolute path and the arguments, as the system starts them. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are one line that was quoted already. */
  readonly verbatim: boolean;
}

/**
 * Starts a program with pipes. This and {@link startDetached} are the only places that start one:
 * by an absolute path, in a folder of our own, without variables by which the folder one stands in
 * could have code loaded.
 *
 * @param program a bare name to be found on the PATH, or an absolute path.
 * @throws {ProgramMissingError} when it is not there.
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
 * @throws {ProgramMissingError} when it is not there.
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

/** Windows runs batch files, npm is one, by its command processor alone. */
export function windowsInvocation(
  file: string,
  args: readonly string[],
  environment: Environment,
): Invocation {
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, verbatim: false };
  // The command processor has no quoting that holds for everything.
  const odd = args.find((argument) => !/^[\w.:=/-]+$/.test(argument));
  if (odd !== undefined) throw new TypeError(`a batch file cannot be given ${odd}`);
  const root = variable(environment, 'SystemRoot', 'win32');
  const system = root !== undefined && win32.isAbsolute(root) ? root : 'C:\\Windows';
  const line = [`"${file}"`, ...args].join(' ');
  return {
    file: win32.join(system, 'System32', 'cmd.exe'),
    args: ['/d', '/s', '/c', `"${line}"`],
    verbatim: true,
  };
}
