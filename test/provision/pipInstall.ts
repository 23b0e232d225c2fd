import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** A list of Python packages with exact versions, in the format of `pip freeze`. */
export interface Requirements {
  /** The path of the list. */
  readonly file: string;
  /** Twelve characters of the list's hash, for the name of its folder. */
  readonly pin: string;
}

/** @param name a file in the folder `python`. */
export function readRequirements(name: string): Requirements {
  const file = join(import.meta.dirname, 'python', name);
  const pin = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  return { file, pin };
}

/**
 * Installs the listed packages to a folder, without dependencies.
 *
 * If the list has hashes, pip verifies them.
 *
 * @param target a folder for `PYTHONPATH`; created if it does not exist.
 * @throws {ProvisionError} if a package is not available; the message names it.
 */
export async function installRequirements(
  { file }: Requirements,
  target: string,
  report: Report,
): Promise<void> {
  // Without pip's cache, so that large files are stored only once.
  const install = ['install', '--no-deps', '--no-cache-dir', '--disable-pip-version-check'];
  const quiet = ['--root-user-action=ignore', '--quiet', '--no-compile', '--requirement', file];
  await runCommand('python3', ['-m', 'pip', ...install, ...quiet, '--target', target], {
    remedy:
      'python3 (3.11 or later) with pip (Debian: python3-pip) must reach a package index that has them; see above.',
    heartbeat: report,
  });
}
