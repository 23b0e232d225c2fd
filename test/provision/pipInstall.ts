import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** A list of Python packages, every one at an exact version, as `pip freeze` writes it. */
export interface Requirements {
  /** The list's own path. */
  readonly file: string;
  /** Twelve characters that change with the list: they name the folder made from it. */
  readonly pin: string;
}

/** @param name a file in the folder `python` beside this one. */
export function readRequirements(name: string): Requirements {
  const file = join(import.meta.dirname, 'python', name);
  const pin = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  return { file, pin };
}

/**
 * Installs the listed packages, and nothing that they depend on, in a folder.
 *
 * Where the list has hashes, pip takes only packages with those very bytes.
 *
 * @param target a folder for `PYTHONPATH`; made when it does not exist.
 * @throws {ProvisionError} when one cannot be had; the message names it.
 */
export async function installRequirements(
  { file }: Requirements,
  target: string,
  report: Report,
): Promise<void> {
  // No cache of pip's: what is large is kept once, in the part made from it.
  const install = ['install', '--no-deps', '--no-cache-dir', '--disable-pip-version-check'];
  const quiet = ['--root-user-action=ignore', '--quiet', '--no-compile', '--requirement', file];
  await runCommand('python3', ['-m', 'pip', ...install, ...quiet, '--target', target], {
    remedy:
      'python3 (3.11 or later) with pip (Debian: python3-pip) must reach a package index that has them; see above.',
    heartbeat: report,
  });
}
