import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { CondenserError, type DownloadFailure, hasCode, isError, messageOf } from '../../errors.ts';
import { ProgramMissingError } from '../../programs/findProgram.ts';
import type { Environment } from '../../programs/host.ts';
import { ProgramFailedError } from '../../programs/runProgram.ts';
import { buildOnce } from './buildOnce.ts';
import { ChecksumError } from './pipArchive.ts';

/** Something to be fetched, as it is named to a person first. */
export interface Download {
  /** Such as "node-llama-cpp 3.21.1". */
  readonly what: string;
  /** Bytes that come over the network, about. */
  readonly size: number;
  /** Bytes that it takes on the disk, about. */
  readonly installedSize: number;
  /** Whose registry it comes from: the one that this machine is set up for. */
  readonly source: 'npm' | 'pip';
}

/** What happens while something is fetched, in this order but for `waiting` and `again`. */
export type DownloadEvent =
  | { readonly kind: 'fetching'; readonly download: Download }
  /** About once a second; the fraction is between 0 and 1, and may fall when it starts again. */
  | { readonly kind: 'progress'; readonly download: Download; readonly fraction: number }
  /** It broke off, and starts over. */
  | { readonly kind: 'again'; readonly download: Download; readonly reason: string }
  /** Another process is fetching the same. */
  | { readonly kind: 'waiting'; readonly download: Download; readonly processId: number }
  | { readonly kind: 'fetched'; readonly download: Download };

/** How to fetch. */
export interface DownloadOptions {
  /** Where npm and Python are found, and what they are set up for: `process.env`. */
  readonly environment: Environment;
  readonly onEvent: (event: DownloadEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A download, and the disk space that it needs while it is under way. */
export interface DownloadPlan {
  readonly download: Download;
  readonly space: number;
  readonly program: string;
}

/** A connection that was cut is worth a second try; two are no accident. */
const ATTEMPTS = 2;

/**
 * Fetches something into the folder `target`, all of it or nothing; see {@link buildOnce}.
 *
 * @param fetch fills the folder it is given; when it fails, it is called once more with the
 * folder empty again.
 * @throws `downloadFailed` when it cannot be had; the signal's reason when that was aborted.
 */
export async function downloadOnce(
  target: string,
  plan: DownloadPlan,
  options: DownloadOptions,
  fetch: (folder: string) => Promise<void>,
): Promise<string> {
  const { download } = plan;
  const facts = { what: download.what, program: plan.program, folder: target };
  const build = async (folder: string) => {
    await requireSpace(folder, plan, target);
    options.onEvent({ kind: 'fetching', download });
    const unwatch = watchFolderSize(folder, (bytes) => {
      const fraction = Math.min(bytes / download.installedSize, 0.99);
      options.onEvent({ kind: 'progress', download, fraction });
    });
    try {
      await fetchAgain(folder, plan, options, fetch);
    } finally {
      unwatch();
    }
    options.onEvent({ kind: 'fetched', download });
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

async function fetchAgain(
  folder: string,
  plan: DownloadPlan,
  options: DownloadOptions,
  fetch: (folder: string) => Promise<void>,
): Promise<void> {
  const facts = { what: plan.download.what, program: plan.program, folder };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(folder);
    } catch (error) {
      options.signal?.throwIfAborted();
      const failure = downloadFailure(error, facts);
      const { problem, reason } = failure.facts;
      // pip takes the part of a file that was cut for the whole, with a wrong checksum.
      const mayPass = problem === 'failed' || problem === 'wrongChecksum';
      if (attempt === ATTEMPTS || !mayPass) throw error;
      options.onEvent({ kind: 'again', download: plan.download, reason });
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
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= plan.space) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new CondenserError('downloadFailed', {
    what: plan.download.what,
    program: plan.program,
    folder: target,
    problem: 'diskFull',
    reason: `it needs ${megabytes(plan.space)} MB, and ${megabytes(free)} MB are free`,
  });
}

const TELLING_LINES = 3;

const DISK_FULL =
  /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|not enough space on the disk/i;

/**
 * What a failed download means for a person. npm and pip say why they failed in text alone; these
 * are their words, and the system's own for a full disk.
 */
export function downloadFailure(
  error: unknown,
  facts: Pick<DownloadFailure, 'what' | 'program' | 'folder'>,
): CondenserError<'downloadFailed'> {
  if (isError(error, 'downloadFailed')) return error;
  const output = error instanceof ProgramFailedError ? error.output : '';
  const problem = problemOf(error, output);
  const reason = output === '' ? messageOf(error) : tellingLines(output);
  return new CondenserError('downloadFailed', { ...facts, problem, reason }, { cause: error });
}

function problemOf(error: unknown, output: string): DownloadFailure['problem'] {
  if (error instanceof ProgramMissingError) return 'programMissing';
  if (hasCode(error, 'ENOSPC', 'EDQUOT') || DISK_FULL.test(output)) return 'diskFull';
  if (error instanceof ChecksumError) return 'wrongChecksum';
  if (/EINTEGRITY|DO NOT MATCH THE HASHES/i.test(output)) return 'wrongChecksum';
  return 'failed';
}

/**
 * The line about the disk, else the lines that npm and pip mark as errors, else the last ones.
 */
function tellingLines(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const aboutDisk = lines.find((line) => DISK_FULL.test(line));
  if (aboutDisk !== undefined) return aboutDisk.trim();
  const marked = lines.filter((line) => /^(npm (error|ERR!)|ERROR:)/.test(line));
  const telling = marked.filter((line) => !/complete log of this run/i.test(line));
  return (telling.length > 0 ? telling.slice(0, TELLING_LINES) : lines.slice(-TELLING_LINES))
    .map((line) => line.replace(/^(npm (error|ERR!)|ERROR:)\s*/, '').trim())
    .filter((line) => line !== '')
    .join(' · ');
}

const INTERVAL_MS = 1_000;

/**
 * Measures a folder about once a second while something fills it, for programs that do not say
 * how far they are.
 *
 * @returns ends it.
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

/** Bytes of all files in the folder; what goes away meanwhile counts as nothing. */
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
