import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProvisionError, type Report } from './part.ts';
import { runCommand } from './runCommand.ts';

/** A pinned file of Maven Central. */
export interface MavenArtifact {
  /** `group:artifact:version`, optionally followed by `:type:classifier`. */
  readonly coordinates: string;
  readonly fileName: string;
  readonly sha256: string;
}

/**
 * Downloads a file of Maven Central to a folder, with the Maven of this machine.
 *
 * @returns its path
 * @throws {ProvisionError} if the download fails or has another checksum.
 */
export async function copyArtifact(
  { coordinates, fileName, sha256 }: MavenArtifact,
  folder: string,
  report: Report,
): Promise<string> {
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  const args = ['-q', '-B', goal, `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`];
  await runCommand('mvn', args, { remedy: 'see the output of Maven.', heartbeat: report });
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
