// npm start: installs what is missing, builds what is stale, and opens the chat page. Arguments
// after "--" are a command of condenser: npm start -- chat.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale, prepare } from './prepare.mjs';
import { exitCodeOf } from './run.mjs';

const callersFolder = process.cwd();
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
await prepare();
await buildIfStale();

// Ctrl-C reaches the whole group: the chat decides what it means.
process.on('SIGINT', () => undefined);
const bundle = `${process.cwd()}/sidecar/dist/condenser.mjs`;
const args = process.argv.slice(2);
// Without Ollama the built-in engine answers, unless somebody forbids it or asks for more.
const fallback = args.some((argument) => /^--(no-)?builtin\b/.test(argument))
  ? []
  : ['--builtin-fallback'];
process.exitCode = await exitCodeOf(
  process.execPath,
  [bundle, '--open-browser', ...fallback, ...args],
  // Files named on the command line are the caller's.
  { cwd: process.env.INIT_CWD ?? callersFolder },
);
