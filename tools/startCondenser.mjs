// npm start: installs what is missing, builds what is stale, and opens the chat page. Arguments
// after "--" are a command of condenser: npm start -- chat. The command runs in this process, so
// that whatever signals or kills it reaches the server itself.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildIfStale, prepare } from './prepare.mjs';

/** How often it is looked whether npm is still there. */
const PARENT_CHECK_MS = 500;

const callersFolder = process.cwd();
const npm = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
await prepare();
await buildIfStale();

if (npm !== undefined) endWithParent(npm);
const bundle = join(root, 'sidecar', 'dist', 'condenser.mjs');
const args = process.argv.slice(2);
// Without Ollama the built-in engine answers, unless somebody forbids it or asks for more.
const fallback = args.some((argument) => /^--(no-)?builtin\b/.test(argument))
  ? []
  : ['--builtin-fallback'];
process.argv = [process.execPath, bundle, '--open-browser', ...fallback, ...args];
// Files named on the command line are the caller's.
process.chdir(process.env.INIT_CWD ?? callersFolder);
await import(pathToFileURL(bundle).href);

/**
 * Ends this process as SIGHUP would, once the npm that started it has gone: npm hands no SIGHUP on,
 * and a killed npm hands on nothing. Without npm, a parent that leaves is a person's own choice.
 *
 * @param {number} parent
 */
function endWithParent(parent) {
  const timer = setInterval(() => {
    // Windows keeps the number of a parent that has gone.
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    if (!process.emit('SIGHUP', 'SIGHUP')) process.exit(129);
  }, PARENT_CHECK_MS);
  timer.unref();
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
