// Runs programs of this workspace, or of the machine, with their output shown.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * Resolves when the program ended well; otherwise this process ends with its exit code.
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
 * The exit code of the program; 128 and its number for one that a signal ended. A signal that is to
 * end this process ends the program first, and then this process.
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
 * Hands the signals that end a process on to a child.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => NodeJS.Signals | undefined} stops it, and says which signal came, if one did
 */
function handOnSignals(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const { stdin, stdout, stderr } = process;
  const atTerminal = stdin.isTTY || stdout.isTTY || stderr.isTTY;
  let received;
  const handOn = (signal) => {
    received = signal;
    // A terminal sends Ctrl-C to the whole group, the child included.
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
