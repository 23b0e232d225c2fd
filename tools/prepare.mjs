// Installs what is missing and builds what is stale, saying what it does while it does it. Runs on
// bare Node: it is what fetches everything else.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

const INSTALLED = join('node_modules', '.package-lock.json');
const BUNDLE = join('sidecar', 'dist', 'condenser.mjs');
const PAGE = join('sidecar', 'dist', 'page', 'index.html');
const NOTICES = join('sidecar', 'dist', 'THIRD-PARTY-NOTICES');
const SOURCES = [
  ...['protocol/src', 'sidecar/src', 'plugin/webui/src'],
  ...['tools/build.mjs', 'tools/buildPage.mjs', 'tools/requireNode.cjs'],
  ...['tools/sidecarBundle.mjs', 'tools/langsmithStub.mjs', 'tools/notices.mjs', 'tools/licences'],
  ...['LICENSE', 'package.json', INSTALLED],
];

/** Makes node_modules match the lock file. Quiet when it does. */
export async function prepare() {
  if (existsSync(INSTALLED) && newest(INSTALLED) >= newest('package-lock.json')) return;
  say('Installing packages …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // stdout belongs to what is started afterwards.
  // Not `npm ci`: it refuses a lock file that lacks builds for other platforms, and registries
  // exist that do not serve them all. What the lock names is installed as it names it.
  const options = ['--no-save', '--no-fund', '--no-audit', '--loglevel=error'];
  await run(npm, ['install', ...options], { stdio: onStderr });
}

/** Builds page and sidecar when a source is newer than what was built of it. */
export async function buildIfStale() {
  const newestSource = Math.max(...SOURCES.map(newest));
  const built = [BUNDLE, PAGE, NOTICES];
  if (built.every((file) => existsSync(file) && newest(file) >= newestSource)) return;
  say('Building …');
  await run(process.execPath, ['tools/build.mjs'], { stdio: onStderr });
}

/** @type {import('node:child_process').StdioOptions} */
export const onStderr = ['ignore', 2, 2];

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * The newest modification in a file or folder, in milliseconds.
 *
 * @param {string} path
 * @returns {number}
 */
export function newest(path) {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce(
    (latest, entry) => Math.max(latest, newest(join(path, entry))),
    status.mtimeMs,
  );
}
