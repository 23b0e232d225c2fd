import { programFolders } from './findProgram.ts';
import { type Environment, type Host, isTrustedPath, pathsOf } from './host.ts';

/** Variables that can make an interpreter, a shell or git run arbitrary code. */
const LOADS_CODE =
  /^(PYTHON\w*|PIP_PYTHON|NODE_PATH|NODE_REPL_EXTERNAL_MODULE|BASH_ENV|ENV|PERL\w*|RUBY\w*|GIT_\w*)$/;

/** npm settings that name a program or a script; in any case, with `_` or `-`. */
const NPM_LOADS_CODE =
  /^npm_config_(script_shell|shell|node_options|node_gyp|git|python|editor|viewer|browser|init_module|onload_script|local_prefix)$/;

/** Options in NODE_OPTIONS that load no code: memory, network and certificates. */
const HARMLESS_NODE_OPTION =
  /^--(max-|use-(system|openssl|bundled)-ca$|dns-result-order=|(no-)?network-family-autoselection|openssl-(legacy|shared)|tls-)/;

/** Folders or files of libraries that the system loads into every program. */
const LIBRARIES = /^(LD_(LIBRARY_PATH|PRELOAD|AUDIT)|DYLD_\w+)$/;

/**
 * The variables for a program, without those through which the current folder could have code loaded:
 * PATH and the lists of libraries keep only trusted entries. Network settings of the user (proxies,
 * registries, certificates) are kept.
 */
export function isolatedEnvironment(environment: Environment, host: Host): Record<string, string> {
  const isolated: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const kept = value === undefined ? undefined : keptValue(name, value, environment, host);
    if (kept !== undefined) isolated[name] = kept;
  }
  // Unless this is set, Windows searches the current folder for programs first.
  if (host.platform === 'win32') isolated.NoDefaultCurrentDirectoryInExePath = '1';
  return isolated;
}

function keptValue(
  name: string,
  value: string,
  environment: Environment,
  host: Host,
): string | undefined {
  const spelled = host.platform === 'win32' ? name.toUpperCase() : name;
  const { delimiter } = pathsOf(host.platform);
  if (LOADS_CODE.test(spelled)) return undefined;
  if (NPM_LOADS_CODE.test(name.toLowerCase().replaceAll('-', '_'))) return undefined;
  if (spelled === 'PATH') return programFolders(environment, host).join(delimiter);
  if (spelled === 'NODE_OPTIONS') return harmlessNodeOptions(value);
  if (LIBRARIES.test(spelled)) return trustedLibraries(value, host, spelled.endsWith('_PATH'));
  if (spelled === 'BROWSER') return trustedBrowsers(value, host);
  return value;
}

function harmlessNodeOptions(value: string): string | undefined {
  const options = value.split(/\s+/).filter((option) => HARMLESS_NODE_OPTION.test(option));
  return options.length > 0 ? options.join(' ') : undefined;
}

/** In a list of files, a bare name is looked up in the folders of the system. */
function trustedLibraries(value: string, host: Host, ofFolders: boolean): string | undefined {
  const trusted = value
    .split(ofFolders ? ':' : /[:\s]+/)
    .filter((entry) => (!ofFolders && isBareName(entry)) || isTrustedPath(entry, host));
  return trusted.length > 0 ? trusted.join(':') : undefined;
}

/** Commands in the format of BROWSER: each a program with arguments. */
function trustedBrowsers(value: string, host: Host): string | undefined {
  const commands = value.split(':').filter((command) => {
    const [program = ''] = command.trim().split(/\s+/);
    return isBareName(program) || isTrustedPath(program, host);
  });
  return commands.length > 0 ? commands.join(':') : undefined;
}

function isBareName(entry: string): boolean {
  return entry !== '' && entry !== '.' && entry !== '..' && !/[\\/]/.test(entry);
}
