import { accessSync, constants, statSync } from 'node:fs';
import { type Environment, type Host, isTrustedPath, pathsOf, thisHost } from './host.ts';

/** The program is neither on the PATH nor at its absolute path. */
export class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError';

  constructor(program: string) {
    super(`'${program}' is not installed`);
  }
}

/** The trusted folders of PATH, in order; see {@link isTrustedPath}. */
export function programFolders(environment: Environment, host: Host): string[] {
  const { delimiter } = pathsOf(host.platform);
  return (variable(environment, 'PATH', host.platform) ?? '')
    .split(delimiter)
    .map((entry) => (host.platform === 'win32' ? entry.replace(/^"(.*)"$/, '$1') : entry))
    .filter((entry) => isTrustedPath(entry, host));
}

/**
 * The absolute path of a program.
 *
 * @param program its name, on Windows without extension, or its absolute path.
 * @throws {ProgramMissingError} when it does not exist.
 */
export function findProgram(
  program: string,
  environment: Environment,
  host: Host = thisHost(),
): string {
  const paths = pathsOf(host.platform);
  if (paths.isAbsolute(program)) {
    if (isExecutable(program, host.platform)) return program;
    throw new ProgramMissingError(program);
  }
  if (/[\\/]/.test(program)) throw new TypeError(`${program} is a relative path`);
  const extensions = host.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of programFolders(environment, host)) {
    for (const extension of extensions) {
      const file = paths.join(folder, `${program}${extension}`);
      if (isExecutable(file, host.platform)) return file;
    }
  }
  throw new ProgramMissingError(program);
}

/** The value of a variable. On Windows, names are case-insensitive, also in a copy of the environment. */
export function variable(
  environment: Environment,
  name: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return environment[name];
  const key = Object.keys(environment).find((each) => each.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}

function isExecutable(file: string, platform: NodeJS.Platform): boolean {
  try {
    accessSync(file, constants.X_OK);
    // Windows has app execution aliases, which cannot be opened as files.
    return platform === 'win32' || statSync(file).isFile();
  } catch {
    return false;
  }
}
