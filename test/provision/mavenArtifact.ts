import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** A file of Maven Central. */
export interface MavenArtifact {
  /** As Maven writes it: group:artifact:version, and where needed :type:classifier. */
  readonly coordinates: string;
  readonly fileName: string;
  readonly sha256: string;
}

/**
 * Copies a file of Maven Central into a folder, with the machine's own Maven.
 *
 * @returns its path
 * @throws {ProvisionError} when it cannot be had, or is not the file that was pinned.
 */
export async function copyArtifact(
  { coordinates, fileName, sha256 }: MavenArtifact,
  folder: string,
  report: Report,
): Promise<string> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  const args = ['-q', '-B', goal, `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`];
  await runCommand('mvn', args, { remedy: 'look at what Maven says.', heartbeat: report });
  const file = join(folder, fileName);
  const found = await digest(file);
  if (found !== sha256) {
    throw new ProvisionError(`${file} has the SHA-256 ${found}.`, 'download it again.');
  }
  return file;
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
