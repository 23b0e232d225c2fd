import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CondenserError } from '../../errors.ts';
import { exists } from '../../files/diskSpace.ts';
import { ProgramFailedError, runProgram } from '../../programs/runProgram.ts';
import { type Download, type DownloadOptions, downloadOnce } from './download.ts';
import engineLock from './engineLock.json' with { type: 'json' };

/** npm packages that are pinned by checksums, as npm's two files describe them. */
export interface NpmPackages {
  readonly version: string;
  readonly download: Download;
  /** The content of `package.json`. */
  readonly manifest: object;
  /** The content of `package-lock.json`: a SHA-512 for every package. */
  readonly lock: object;
}

/** The format of `engineLock.json`, which `tools/writeEngineLock.mjs` writes. */
export interface EngineLock {
  readonly engine: string;
  readonly packages: Readonly<Record<string, object>>;
  /** The builds by platform, of which one is installed. */
  readonly builds: Readonly<
    Record<string, { readonly version: string; readonly integrity?: string }>
  >;
}

const NAME = 'node-llama-cpp';

/** The engine's packages as they are described to the user. */
export const engineDownload: Download = {
  what: `${NAME} ${engineLock.engine}`,
  size: 54_000_000,
  installedSize: 81_000_000,
  source: 'npm',
};

/**
 * The engine for this machine: node-llama-cpp with the build for this processor only. All optional
 * builds together take 725 MB.
 *
 * @throws `engineUnavailable` when there is no build for this kind of machine, or none with a
 * known checksum.
 */
export function enginePackages(
  platform: string,
  architecture: string,
  lock: EngineLock = engineLock,
): NpmPackages {
  const build = buildFor(platform, architecture);
  const entry = build === undefined ? undefined : lock.builds[build];
  if (build === undefined || entry === undefined) {
    const reason = `${NAME} has no build for ${platform} on ${architecture}`;
    throw new CondenserError('engineUnavailable', { reason });
  }
  if (entry.integrity === undefined) {
    const reason = `no checksum of ${build} ${lock.engine} is known, so it is not downloaded`;
    throw new CondenserError('engineUnavailable', { reason });
  }
  const root = {
    name: 'condenser-engine',
    version: '0.0.0',
    private: true,
    dependencies: { [NAME]: lock.engine, [build]: lock.engine },
  };
  return {
    version: lock.engine,
    download: engineDownload,
    manifest: root,
    lock: {
      name: root.name,
      version: root.version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': root, ...lock.packages, [`node_modules/${build}`]: entry },
    },
  };
}

/** The build that the loader of node-llama-cpp looks for on such a machine. */
function buildFor(platform: string, architecture: string): string | undefined {
  const builds: Readonly<Record<string, string>> = {
    'linux-x64': 'linux-x64',
    'linux-arm64': 'linux-arm64',
    'linux-arm': 'linux-armv7l',
    'linux-riscv64': 'linux-riscv64',
    'darwin-x64': 'mac-x64',
    'darwin-arm64': 'mac-arm64-metal',
    'win32-x64': 'win-x64',
    'win32-arm64': 'win-arm64',
  };
  const build = builds[`${platform}-${architecture}`];
  return build === undefined ? undefined : `@node-llama-cpp/${build}`;
}

/**
 * The folder of the engine's packages, when they are downloaded.
 *
 * @param cacheFolder the cache folder of Condenser; it may not exist yet.
 */
export async function locateEngine(
  cacheFolder: string,
  packages: NpmPackages = packagesHere(),
): Promise<string | undefined> {
  const folder = folderOf(cacheFolder, packages);
  return (await exists(folder)) ? folder : undefined;
}

/**
 * Downloads the engine's packages with npm unless they exist. Every package is checked against a
 * SHA-512, and no script of theirs runs. Several processes may call it at once.
 *
 * @returns the folder that {@link locateEngine} finds from then on.
 * @throws `downloadFailed` when they cannot be downloaded.
 * @throws `engineUnavailable` when there is no build for this kind of machine.
 */
export async function downloadEngine(
  cacheFolder: string,
  options: DownloadOptions,
  packages: NpmPackages = packagesHere(),
): Promise<string> {
  const { download, manifest, lock } = packages;
  // npm keeps a copy in its cache, which may be on the same disk.
  const space = download.size + download.installedSize;
  const plan = { download, space, program: 'npm' };
  return downloadOnce(folderOf(cacheFolder, packages), plan, options, async (folder) => {
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
    const output = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=warn'];
    // npm would retry for minutes; a failed download is started over anyway.
    const retries = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
    // When npm started this process, its variables name another package than the one in this folder.
    const prefix = ['--prefix', '.', '--workspaces=false', '--global=false'];
    const broken: string[] = [];
    await runProgram('npm', ['ci', '--ignore-scripts', ...prefix, ...output, ...retries], {
      environment: options.environment,
      folder,
      signal: options.signal,
      onLine: (line) => {
        if (/TAR_ENTRY_ERROR/.test(line)) broken.push(line);
      },
    });
    // npm only warns about a file that it could not write, as on a full disk, and exits with 0.
    if (broken[0] !== undefined) throw new ProgramFailedError('npm ci', 'success', broken[0]);
  });
}

function packagesHere(): NpmPackages {
  return enginePackages(process.platform, process.arch);
}

function folderOf(cacheFolder: string, { version }: NpmPackages): string {
  return join(cacheFolder, `engine-${version}-${process.platform}-${process.arch}`);
}
