import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CondenserError, type DownloadFailure, hasCode, isError, messageOf } from '../../errors.ts';
import { freeBytes } from '../../files/diskSpace.ts';
import { formatBytes } from '../../i18n/formatBytes.ts';
import { ProgramMissingError } from '../../programs/findProgram.ts';
import type { Environment } from '../../programs/host.ts';
import { ProgramFailedError } from '../../programs/runProgram.ts';
import { buildOnce } from './buildOnce.ts';
import { ChecksumError } from './pipArchive.ts';

/** A download as it is described to the user before it starts. */
export interface Download {
  /** Such as "node-llama-cpp 3.21.1". */
  readonly what: string;
  /** Approximate bytes to transfer. */
  readonly size: number;
  /** Approximate bytes on the disk. */
  readonly installedSize: number;
  /** The kind of registry; its address is the one configured on this machine. */
  readonly source: 'npm' | 'pip';
}

/** The events of a download, in this order except for `waiting` and `retry`. */
export type DownloadEvent =
  | { readonly kind: 'started'; readonly download: Download }
  /** About once a second; the fraction, from 0 to 1, may fall on a retry. */
  | { readonly kind: 'progress'; readonly download: Download; readonly fraction: number }
  /** The download failed and starts over. */
  | { readonly kind: 'retry'; readonly download: Download; readonly reason: string }
  /** Another process is downloading the same part. */
  | { readonly kind: 'waiting'; readonly download: Download; readonly processId: number }
  | { readonly kind: 'finished'; readonly download: Download };

/** How to download. */
export interface DownloadOptions {
  /** The variables by which npm and Python are found and configured: `process.env`. */
  readonly environment: Environment;
  readonly onEvent: (event: DownloadEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A download, the disk space that it needs at its peak, and the program that performs it. */
export interface DownloadPlan {
  readonly download: Download;
  readonly space: number;
  readonly program: string;
}

/** A dropped connection is worth one retry. */
const ATTEMPTS = 2;

/**
 * Downloads a part into the folder `target`, completely or not at all; see {@link buildOnce}.
 *
 * @param fill fills the given folder; after a failure it is called once more with an empty folder.
 * @throws `downloadFailed`; the reason of the signal when that was aborted.
 */
export async function downloadOnce(
  target: string,
  plan: DownloadPlan,
  options: DownloadOptions,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const { download } = plan;
  const facts = { what: download.what, program: plan.program, folder: target };
  const build = async (folder: string) => {
    await requireSpace(folder, plan, target);
    options.onEvent({ kind: 'started', download });
    const unwatch = watchFolderSize(folder, (bytes) => {
      const fraction = Math.min(bytes / download.installedSize, 0.99);
      options.onEvent({ kind: 'progress', download, fraction });
    });
    try {
      await fillWithRetry(folder, plan, options, fill);
    } finally {
      unwatch();
    }
    options.onEvent({ kind: 'finished', download });
  };
  try {
    return await buildOnce(target, build, (processId) =>
      options.onEvent({ kind: 'waiting', download, processId }),
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    throw isError(error) ? error : downloadFailure(error, facts);
  }
}

async function fillWithRetry(
  folder: string,
  plan: DownloadPlan,
  options: DownloadOptions,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const facts = { what: plan.download.what, program: plan.program, folder };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fill(folder);
    } catch (error) {
      options.signal?.throwIfAborted();
      const failure = downloadFailure(error, facts);
      const { problem, reason } = failure.facts;
      // pip takes a truncated file for a complete one with a wrong checksum.
      const isTransient = problem === 'failed' || problem === 'wrongChecksum';
      if (attempt === ATTEMPTS || !isTransient) throw error;
      options.onEvent({ kind: 'retry', download: plan.download, reason });
      await empty(folder);
    }
  }
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function requireSpace(folder: string, plan: DownloadPlan, target: string): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= plan.space) return;
  throw new CondenserError('downloadFailed', {
    what: plan.download.what,
    program: plan.program,
    folder: target,
    problem: 'diskFull',
    reason: `it needs ${formatBytes(plan.space)}, but only ${formatBytes(free)} are free`,
  });
}

const MAX_ERROR_LINES = 3;

const DISK_FULL =
  /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|not enough space on the disk/i;

/**
 * Classifies the failure of a download. npm and pip report why they failed only in their output; the
 * patterns are their phrases, and those of the systems for a full disk.
 */
export function downloadFailure(
  error: unknown,
  facts: Pick<DownloadFailure, 'what' | 'program' | 'folder'>,
): CondenserError<'downloadFailed'> {
  if (isError(error, 'downloadFailed')) return error;
  const output = error instanceof ProgramFailedError ? error.output : '';
  const problem = problemOf(error, output);
  const reason = output === '' ? messageOf(error) : errorLines(output);
  return new CondenserError('downloadFailed', { ...facts, problem, reason }, { cause: error });
}

function problemOf(error: unknown, output: string): DownloadFailure['problem'] {
  if (error instanceof ProgramMissingError) return 'programMissing';
  if (hasCode(error, 'ENOSPC', 'EDQUOT') || DISK_FULL.test(output)) return 'diskFull';
  if (error instanceof ChecksumError) return 'wrongChecksum';
  if (/EINTEGRITY|DO NOT MATCH THE HASHES/i.test(output)) return 'wrongChecksum';
  return 'failed';
}

/** The line about the disk, else the lines that npm and pip mark as errors, else the last lines. */
function errorLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const aboutDisk = lines.find((line) => DISK_FULL.test(line));
  if (aboutDisk !== undefined) return aboutDisk.trim();
  const marked = lines.filter((line) => /^(npm (error|ERR!)|ERROR:)/.test(line));
  const errors = marked.filter((line) => !/complete log of this run/i.test(line));
  return (errors.length > 0 ? errors.slice(0, MAX_ERROR_LINES) : lines.slice(-MAX_ERROR_LINES))
    .map((line) => line.replace(/^(npm (error|ERR!)|ERROR:)\s*/, '').trim())
    .filter((line) => line !== '')
    .join(' · ');
}

const INTERVAL_MS = 1_000;

/**
 * Measures a folder about once a second while it is being filled, for programs that do not report
 * their progress.
 *
 * @returns a function that stops it.
 */
export function watchFolderSize(folder: string, onSize: (bytes: number) => void): () => void {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const measure = async () => {
    const bytes = await folderSize(folder);
    if (ended) return;
    onSize(bytes);
    timer = setTimeout(measure, INTERVAL_MS);
  };
  timer = setTimeout(measure, INTERVAL_MS);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Bytes of all files in the folder; a file that disappears meanwhile counts as empty. */
async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return folderSize(path);
      return stat(path).then(
        (status) => status.size,
        () => 0,
      );
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
