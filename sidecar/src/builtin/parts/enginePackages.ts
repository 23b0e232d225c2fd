import { CondenserError } from '../../errors.ts';
import type { Download } from './download.ts';
import engineLock from './engineLock.json' with { type: 'json' };

/** npm packages that are pinned to their very bytes, as npm's own two files say it. */
export interface NpmPackages {
  readonly version: string;
  readonly download: Download;
  /** The content of `package.json`. */
  readonly manifest: object;
  /** The content of `package-lock.json`: a SHA-512 for every package. */
  readonly lock: object;
}

/** What `tools/writeEngineLock.mjs` writes. */
export interface EngineLock {
  readonly engine: string;
  readonly packages: Readonly<Record<string, object>>;
  /** One of them is installed. */
  readonly builds: Readonly<
    Record<string, { readonly version: string; readonly integrity?: string }>
  >;
}

const NAME = 'node-llama-cpp';

/** The engine's packages, as they are named to a person. */
export const engineDownload: Download = {
  what: `${NAME} ${engineLock.engine}`,
  size: 54_000_000,
  installedSize: 81_000_000,
  source: 'npm',
};

/**
 * The engine for this machine: node-llama-cpp, and of its builds the one for this processor alone.
 * With every optional build it would be 725 MB.
 *
 * @throws `engineUnavailable` when there is no build for this kind of machine, or none whose
 * bytes are pinned.
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

/** The build that node-llama-cpp's own loader looks for on such a machine. */
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
