import { isAbsolute } from 'node:path';
import { ProgramFailedError, type ProgramOptions, runProgram } from './runProgram.ts';

/** Overrides for settings through which a repository makes git run a program. */
const OVERRIDES = [
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.pager=cat', 'core.editor=false'],
  ...['core.sshCommand=false', 'core.askPass=', 'core.gitProxy=', 'sequence.editor=false'],
  ...['diff.external=', 'interactive.diffFilter=', 'credential.helper=', 'log.showSignature=false'],
  ...['gpg.program=false', 'gpg.ssh.program=false', 'gpg.x509.program=false'],
  ...['protocol.allow=never', 'submodule.recurse=false', 'core.attributesFile=/dev/null'],
];

/** Commands that show differences, by default with programs that the repository configures. */
const SHOWING = new Set(['diff', 'log', 'show', 'diff-tree', 'diff-index', 'diff-files']);

/**
 * Runs a read-only git command in an untrusted folder: no program that its configuration, attributes or
 * hooks name is executed.
 *
 * @param project the absolute path of the repository.
 * @param args a git command and its arguments.
 * @param options the place where git runs, which is never in the project.
 * @returns its standard output.
 * @throws {ProgramMissingError} without git; {ProgramFailedError} when it fails.
 */
export async function runGit(
  project: string,
  args: readonly [string, ...string[]],
  options: ProgramOptions,
): Promise<string> {
  if (!isAbsolute(project)) throw new TypeError(`the project ${project} is not absolute`);
  const [command, ...rest] = args;
  const settings = [...OVERRIDES, ...(await filtersOff(project, options))];
  const own = settings.flatMap((setting) => ['-c', setting]);
  const plain = SHOWING.has(command) ? ['--no-ext-diff', '--no-textconv'] : [];
  const first = ['--no-pager', '--no-optional-locks', '-C', project, ...own];
  return runProgram('git', [...first, command, ...plain, ...rest], options);
}

/** Settings that disable the filters, whose names the repository chooses. */
async function filtersOff(project: string, options: ProgramOptions): Promise<string[]> {
  const list = ['-C', project, 'config', '--name-only', '--null', '--get-regexp', '^filter\\.'];
  const { onLine: _onLine, input: _input, ...quiet } = options;
  // It fails without a filter and without a repository; the command itself reports the latter.
  const names = await runProgram('git', list, quiet).catch((error: unknown) => {
    if (error instanceof ProgramFailedError) return '';
    throw error;
  });
  const drivers = new Set(names.split('\0').map((name) => name.replace(/\.[^.]*$/, '')));
  return [...drivers]
    .filter((driver) => driver.startsWith('filter.'))
    .flatMap((driver) => [
      ...[`${driver}.clean=`, `${driver}.smudge=`, `${driver}.process=`],
      `${driver}.required=false`,
    ]);
}
