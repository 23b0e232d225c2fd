// Runs programs of this workspace, or of the machine, with their output shown.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
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
 * The exit code of the program; 128 and its number for one that a signal ended.
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
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
