import type { Host } from '@condenser/sidecar/programs/host.ts';
import { isolatedEnvironment } from '@condenser/sidecar/programs/isolatedEnvironment.ts';
import { windowsInvocation } from '@condenser/sidecar/programs/startProgram.ts';
import { describe, expect, it } from 'vitest';

const host: Host = {
  platform: 'linux',
  currentFolder: '/home/me/project',
  homeFolder: '/home/me',
  nodeProgram: '/usr/bin/node',
};

describe('variables that load code are not passed on', () => {
  it.each([
    ...['PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONINSPECT', 'PYTHONWARNINGS'],
    ...['PIP_PYTHON', 'NODE_PATH', 'NODE_REPL_EXTERNAL_MODULE', 'BASH_ENV', 'ENV'],
    ...['PERL5LIB', 'PERL5OPT', 'RUBYOPT', 'RUBYLIB'],
    ...['GIT_SSH_COMMAND', 'GIT_PAGER', 'GIT_CONFIG_COUNT', 'GIT_EXEC_PATH', 'GIT_EXTERNAL_DIFF'],
    ...['npm_config_script_shell', 'NPM_CONFIG_SCRIPT_SHELL', 'npm_config_script-shell'],
    ...['npm_config_node_options', 'npm_config_git', 'npm_config_local_prefix'],
  ])('%s', (name) => {
    expect(isolatedEnvironment({ [name]: '/home/me/project/evil' }, host)).toEqual({});
  });

  const parts: Record<string, [string, string, string | undefined]> = {
    'PATH entries that cannot be trusted': [
      'PATH',
      '.::bin:/home/me/project:/usr/bin:/home/me/project/node_modules/.bin:/home/me/bin',
      '/usr/bin:/home/me/bin',
    ],
    'options of Node that load a file': [
      'NODE_OPTIONS',
      '--require ./evil.js --max-old-space-size=256 --import=./evil.mjs',
      '--max-old-space-size=256',
    ],
    'options of Node of which none is harmless': [
      'NODE_OPTIONS',
      '-r ./a.js --loader ./b.mjs --env-file=.env --openssl-config=x --inspect',
      undefined,
    ],
    'folders of libraries': ['LD_LIBRARY_PATH', ':lib:/home/me/project/lib:/opt/lib', '/opt/lib'],
    'libraries in the current folder': [
      'LD_PRELOAD',
      './evil.so /home/me/project/evil.so libjemalloc.so.2',
      'libjemalloc.so.2',
    ],
    'libraries of a Mac': ['DYLD_INSERT_LIBRARIES', '/home/me/project/evil.dylib', undefined],
    'browsers in the current folder': [
      'BROWSER',
      './evil %s:/home/me/project/evil:firefox',
      'firefox',
    ],
  };
  it.each(Object.entries(parts))('%s', (_, [name, value, kept]) => {
    expect(isolatedEnvironment({ [name]: value }, host)[name]).toBe(kept);
  });
});

it('network and registry settings of the user are passed on', () => {
  const environment = {
    HOME: '/home/me',
    https_proxy: 'http://proxy:8080',
    npm_config_registry: 'http://registry:4873',
    npm_config_userconfig: '/home/me/.npmrc',
    PIP_INDEX_URL: 'http://index/simple',
    PIP_CONFIG_FILE: '/etc/pip.conf',
    SSL_CERT_FILE: '/etc/ca.pem',
    NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
    NODE_OPTIONS: '--use-openssl-ca --dns-result-order=ipv4first',
    OLLAMA_MODELS: '/models',
  };
  expect(isolatedEnvironment({ ...environment, NOTHING: undefined }, host)).toEqual(environment);
});

describe('on Windows', () => {
  const windows: Host = {
    platform: 'win32',
    currentFolder: 'C:\\project',
    homeFolder: 'C:\\Users\\me',
    nodeProgram: 'C:\\nodejs\\node.exe',
  };

  it('variables are recognized in any case, and the current folder is not searched', () => {
    const environment = { Path: '.;C:\\project;C:\\tools', PythonPath: 'x', node_options: '-r x' };
    expect(isolatedEnvironment(environment, windows)).toEqual({
      Path: 'C:\\tools',
      NoDefaultCurrentDirectoryInExePath: '1',
    });
  });

  it('a batch file is run by cmd.exe of the system, quoted', () => {
    const environment = { SYSTEMROOT: 'D:\\Windows' };
    const file = 'C:\\Program Files\\nodejs\\npm.cmd';
    expect(windowsInvocation(file, ['ci', '--prefix', '.'], environment)).toEqual({
      file: 'D:\\Windows\\System32\\cmd.exe',
      args: ['/d', '/s', '/c', `""${file}" ci --prefix ."`],
      verbatim: true,
    });
    const relative = windowsInvocation(file, [], { SystemRoot: 'Windows' });
    expect(relative.file).toBe('C:\\Windows\\System32\\cmd.exe');
  });

  it.each(['a b', 'a&b', '%PATH%', '"', '^', ''])(
    '%j is never passed to a batch file',
    (argument) => {
      expect(() => windowsInvocation('C:\\npm.cmd', [argument], {})).toThrow('batch file');
      expect(windowsInvocation('C:\\py.exe', [argument], {}).args).toEqual([argument]);
    },
  );
});
