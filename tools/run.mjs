// Runs programs of this workspace or of the machine, with inherited output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * Resolves if the program succeeds; otherwise this process exits with its exit code.
 *
 * @param {string} program a program of node_modules/.bin, else one on the PATH
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function run(program, args, options = {}) {
  const code = await exitCodeOf(program, args, options);
  if (code !== 0) process.exit(code);
}

/**
 * The exit code of the program, or 128 plus the number of the signal that ended it. A signal to this
 * process is passed on to the program, and ends this process after it.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function exitCodeOf(program, args, options = {}) {
  const windows = process.platform === 'win32';
  const local = join('node_modules', '.bin', windows ? `${program}.cmd` : program);
  const command = existsSync(local) ? local : program;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: windows, ...options });
    const stopped = handOnSignals(child);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const received = stopped();
      if (received !== undefined) process.exit(exitCodeOfSignal(received));
      resolve(code ?? exitCodeOfSignal(signal));
    });
  });
}

/**
 * Passes terminating signals on to a child process.
 *
 * @param {import('node:child_process').ChildProcess} child
 * NodeJS.Signals | undefined} stops it, and says which signal came, if one did => @returns {() => NodeJS.Signals | undefined} stops it and returns the signal that was received, if any => NodeJS.Signals | undefined} stops it, and says which signal came, if one did
 */
function handOnSignals(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const { stdin, stdout, stderr } = process;
  const atTerminal = stdin.isTTY || stdout.isTTY || stderr.isTTY;
  let received;
  const handOn = (signal) => {
    received = signal;
    // A terminal sends SIGINT to the whole process group, including the child.
    if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, handOn);
  return () => {
    for (const signal of signals) process.off(signal, handOn);
    return received;
  };
}

/** @param {NodeJS.Signals} signal */
function exitCodeOfSignal(signal) {
  return 128 + constants.signals[signal];
}
