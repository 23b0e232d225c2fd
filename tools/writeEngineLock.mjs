// Writes the lock file of the built-in engine's npm packages after a change of the version in
// sidecar/src/builtin/download/enginePackages.ts: node tools/writeEngineLock.mjs <version>
//
// It is npm's lock file of node-llama-cpp without the optional builds, so that `npm ci` installs only
// the build for this machine and checks the SHA-512 of every package. A version with a build that the
// configured registry lacks is refused, because that build would have no checksum.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TARGET = 'sidecar/src/builtin/download/engineLock.json';
const ENGINE = 'node-llama-cpp';
const KEPT = ['version', 'integrity', 'dependencies', 'os', 'cpu', 'libc'];

const [version] = process.argv.slice(2);
if (version === undefined) throw new Error('which version?');

const folder = mkdtempSync(join(tmpdir(), 'condenser-engine-lock-'));
try {
  const manifest = { name: 'condenser-engine', private: true, dependencies: { [ENGINE]: version } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] });
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const lock = { engine: version, packages: required(packages), builds: builds(packages) };
  writeFileSync(TARGET, `${JSON.stringify(lock, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
execFileSync('npx', ['biome', 'format', '--write', TARGET], { stdio: ['ignore', 2, 2] });

/**
 * The packages that are not optional.
 *
 * @param {Record<string, Record<string, unknown>>} packages
 */
function required(packages) {
  const paths = Object.keys(packages).filter((path) => path !== '' && !packages[path]?.optional);
  return Object.fromEntries(paths.map((path) => [path, kept(packages[path] ?? {})]));
}

/**
 * The CPU-only builds, one per platform.
 *
 * @param {Record<string, Record<string, unknown>>} packages
 */
function builds(packages) {
  const names = Object.keys(packages[`node_modules/${ENGINE}`]?.optionalDependencies ?? {});
  const plain = names.filter((name) => !/-(cuda|cuda-ext|vulkan)$/.test(name));
  const missing = plain.filter((name) => packages[`node_modules/${name}`]?.integrity === undefined);
  if (missing.length > 0) throw new Error(`no checksum of ${missing.join(', ')} ${version}`);
  return Object.fromEntries(
    plain.map((name) => [name, kept(packages[`node_modules/${name}`] ?? {})]),
  );
}

/** @param {Record<string, unknown>} entry */
function kept(entry) {
  return Object.fromEntries(KEPT.filter((key) => key in entry).map((key) => [key, entry[key]]));
}
