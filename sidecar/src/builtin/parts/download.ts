import { readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { CondenserError, isError } from '../../errors.ts';
import type { Environment } from '../../programs/host.ts';
import { buildOnce } from './buildOnce.ts';
import { downloadFailure } from './downloadFailure.ts';
import { watchFolderSize } from './folderSize.ts';

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
