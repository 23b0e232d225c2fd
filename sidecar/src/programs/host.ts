import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The facts that decide which folders programs may come from. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** The current folder; undefined if it was removed. */
  readonly currentFolder: string | undefined;
  readonly homeFolder: string;
  /** The Node executable of this process. */
  readonly nodeProgram: string;
}

/** The host of this process. */
export function thisHost(): Host {
  return {
    platform: process.platform,
    currentFolder: currentFolder(),
    homeFolder: homedir(),
    nodeProgram: process.execPath,
  };
}

/** The path functions of a platform. */
export function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

/**
 * Whether programs and libraries at `path`, a folder or a file, may be used: it is absolute, outside
 * the current folder, and not a `node_modules/.bin`. A current folder that contains the home folder or
 * the running Node is not a project, and paths inside it are trusted.
 */
export function isTrustedPath(path: string, host: Host): boolean {
  const paths = pathsOf(host.platform);
  // On Windows `\tools` and `C:tools` depend on the current drive and folder.
  const rooted = host.platform === 'win32' ? /^([a-z]:[\\/]|\\\\)/i.test(path) : true;
  if (!rooted || !paths.isAbsolute(path)) return false;
  const places = [paths.normalize(path), realPath(path)];
  if (places.some((place) => /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(place))) return false;
  const { currentFolder: current } = host;
  if (current === undefined) return true;
  const project = [paths.normalize(current), realPath(current)];
  const exempt = [host.homeFolder, host.nodeProgram].flatMap((each) => [each, realPath(each)]);
  if (exempt.some((each) => isInside(each, project, host.platform))) return true;
  return !places.some((place) => isInside(place, project, host.platform));
}

function isInside(path: string, folders: readonly string[], platform: NodeJS.Platform): boolean {
  const paths = pathsOf(platform);
  return folders.some((folder) => {
    // The functions for Windows ignore case, like its file systems.
    const way = paths.relative(folder, path);
    return way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
  });
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
