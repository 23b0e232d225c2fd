import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProgramFailedError, runProgram } from '../../programs/runProgram.ts';
import { exists } from './buildOnce.ts';
import { type DownloadOptions, downloadOnce } from './download.ts';
import { enginePackages, type NpmPackages } from './enginePackages.ts';

/**
 * The folder with the engine's packages, when they are there and complete.
 *
 * @param cacheFolder the program's own cache folder; it may not exist yet.
 */
export async function locateEngine(
  cacheFolder: string,
  packages: NpmPackages = packagesHere(),
): Promise<string | undefined> {
  const folder = folderOf(cacheFolder, packages);
  return (await exists(folder)) ? folder : undefined;
}

/**
 * Fetches the engine's packages with npm unless they are there. Every package is checked against
 * a SHA-512, and none of their scripts runs. Safe to call from several processes at once.
 *
 * @returns the folder that {@link locateEngine} finds from now on.
 * @throws `downloadFailed` when they cannot be had.
 * @throws `engineUnavailable` when there is no build for this kind of machine.
 */
export async function fetchEngine(
  cacheFolder: string,
  options: DownloadOptions,
  packages: NpmPackages = packagesHere(),
): Promise<string> {
  const { download, manifest, lock } = packages;
  // npm keeps a copy in its own cache, which may be on the same disk.
  const space = download.size + download.installedSize;
  const plan = { download, space, program: 'npm' };
  return downloadOnce(folderOf(cacheFolder, packages), plan, options, async (folder) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
    const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=warn'];
    // npm waits for minutes by itself; a download that fails is started over anyway.
    const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
    // Where this was started by npm, its variables name another package than this folder's.
    const here = ['--prefix', '.', '--workspaces=false', '--global=false'];
    const broken: string[] = [];
    await runProgram('npm', ['ci', '--ignore-scripts', ...here, ...quiet, ...patience], {
      environment: options.environment,
      folder,
      signal: options.signal,
      onLine: (line) => {
        if (/TAR_ENTRY_ERROR/.test(line)) broken.push(line);
      },
    });
    // npm only warns of a file that it could not write, on a full disk for one, and ends with 0.
    if (broken[0] !== undefined) throw new ProgramFailedError('npm ci', 'success', broken[0]);
  });
}

function packagesHere(): NpmPackages {
  return enginePackages(process.platform, process.arch);
}

function folderOf(cacheFolder: string, { version }: NpmPackages): string {
  return join(cacheFolder, `engine-${version}-${process.platform}-${process.arch}`);
}
