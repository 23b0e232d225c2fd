// npm start: installs what is missing, builds what is stale, and opens the chat page. Arguments
// after "--" are a command of condenser: npm start -- chat. The command runs in this process, so
// that signals reach the server itself.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildIfStale, prepare } from './prepare.mjs';

/** The interval of the check that npm is still running. */
const PARENT_CHECK_MS = 500;
const SHELL = /^(?:ba|da|a|k|z)?sh$/;

const callersFolder = process.cwd();
if (process.env.npm_lifecycle_event !== undefined) endWithNpm();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
await prepare();
await buildIfStale();

const bundle = join(root, 'sidecar', 'dist', 'condenser.mjs');
const args = process.argv.slice(2);
// Without Ollama the built-in engine answers, unless the command line or the environment decides.
const fallback = args.some((argument) => /^--(no-)?builtin\b/.test(argument))
  ? []
  : ['--builtin-fallback'];
process.argv = [process.execPath, bundle, '--open-browser', ...fallback, ...args];
// Paths on the command line are relative to the caller's folder.
process.chdir(process.env.INIT_CWD ?? callersFolder);
await import(pathToFileURL(bundle).href);

/**
 * Ends this process as SIGHUP would once its npm, or the shell in between, has exited: npm does not
 * pass on SIGHUP, a shell passes on nothing, and neither does a killed npm. Without npm, the process
 * may outlive its parent on purpose.
 */
function endWithNpm() {
  const parent = process.ppid;
  const npm = SHELL.test(nameOf(parent)) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    // Windows keeps reporting the id of a parent that has exited.
    if (process.ppid === parent && isAlive(parent) && (!npm || parentOf(parent) === npm)) return;
    clearInterval(timer);
    if (!process.emit('SIGHUP', 'SIGHUP')) process.exit(129);
  }, PARENT_CHECK_MS);
  timer.unref();
}

/**
 * The name of a process; empty if the system does not provide it.
 *
 * @param {number} processId
 */
function nameOf(processId) {
  return readProcess(processId, 'comm').trim();
}

/**
 * The parent of a process; undefined if the system does not provide it.
 *
 * @param {number} processId
 * @returns {number | undefined}
 */
function parentOf(processId) {
  // The name in parentheses may contain anything; the state and the parent follow it.
  const number = / ?\S (\d+)/.exec(readProcess(processId, 'stat').replace(/^.*\)/s, ''))?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * @param {number} processId
 * @param {string} file
 */
function readProcess(processId, file) {
  try {
    return readFileSync(`/proc/${processId}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
