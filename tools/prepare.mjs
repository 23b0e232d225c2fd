// Installs missing packages and builds stale bundles, and reports what it does. Runs on bare Node,
// because it installs everything else.
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

/** Makes node_modules match the lock file. Silent if it does already. */
export async function prepare() {
  if (existsSync(INSTALLED) && newest(INSTALLED) >= newest('package-lock.json')) return;
  say('Installing packages …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // stdout is reserved for the program that is started afterwards.
  // `npm ci` refuses a lock file that lacks builds for other platforms, and some registries do not
  // serve them all. `npm install` installs the locked versions as well.
  const options = ['--no-save', '--no-fund', '--no-audit', '--loglevel=error'];
  await run(npm, ['install', ...options], { stdio: onStderr });
}

/** Builds the page and the sidecar if a source is newer than the bundle. */
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
 * The newest modification time in a file or folder, in milliseconds.
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
