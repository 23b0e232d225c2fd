import { isAbsolute } from 'node:path';
import { ProgramFailedError, type ProgramOptions, runProgram } from './runProgram.ts';

/** Settings by which a repository has git run a program, whatever the command is. */
const HARMLESS = [
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.pager=cat', 'core.editor=false'],
  ...['core.sshCommand=false', 'core.askPass=', 'core.gitProxy=', 'sequence.editor=false'],
  ...['diff.external=', 'interactive.diffFilter=', 'credential.helper=', 'log.showSignature=false'],
  ...['gpg.program=false', 'gpg.ssh.program=false', 'gpg.x509.program=false'],
  ...['protocol.allow=never', 'submodule.recurse=false', 'core.attributesFile=/dev/null'],
];

/** Commands that show differences, by programs of the repository unless they are told not to. */
const SHOWING = new Set(['diff', 'log', 'show', 'diff-tree', 'diff-index', 'diff-files']);

/**
 * Runs a reading command of git in a folder that is not trusted: nothing that its configuration,
 * its attributes or its hooks name is executed.
 *
 * @param project absolute; the folder that git looks at.
 * @param args a command of git and its arguments.
 * @param options where git itself runs, which is never in the project.
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
  const settings = [...HARMLESS, ...(await filtersOff(project, options))];
  const own = settings.flatMap((setting) => ['-c', setting]);
  const plain = SHOWING.has(command) ? ['--no-ext-diff', '--no-textconv'] : [];
  const first = ['--no-pager', '--no-optional-locks', '-C', project, ...own];
  return runProgram('git', [...first, command, ...plain, ...rest], options);
}

/** Filters have names of the repository's choice: each one that it names is emptied. */
async function filtersOff(project: string, options: ProgramOptions): Promise<string[]> {
  const list = ['-C', project, 'config', '--name-only', '--null', '--get-regexp', '^filter\\.'];
  const { onLine: _onLine, input: _input, ...quiet } = options;
  // It fails where there is no filter, and where there is no repository; git will say the latter.
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
