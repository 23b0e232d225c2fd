import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { demonstrationModel } from '@condenser/sidecar/builtin/download/demonstrationModel.ts';
import { enginePackages } from '@condenser/sidecar/builtin/download/enginePackages.ts';
import { onTestFinished } from 'vitest';
import { startRecorder } from './starting.ts';

/** Programs that a tool may search for, directly or indirectly. */
const PROGRAMS = [
  ...['python3', 'python', 'py', 'pip', 'pip3', 'npm', 'npx', 'node', 'git', 'ollama'],
  ...['xdg-open', 'open', 'rundll32', 'taskkill', 'ps', 'sh', 'bash', 'env', 'which', 'uname'],
];

/** Modules that Python or pip import by name. */
const PYTHON_MODULES = [
  ...['pip', 'sitecustomize', 'usercustomize', 'json', 'zipfile', 'tarfile', 'shutil', 'runpy'],
  ...['startup', 'setuptools', 'ssl', 'logging', 'urllib'],
];

/** The parts of the built-in engine that are already in the cache. */
export type Downloaded = 'nothing' | 'engine' | 'all';

/**
 * A malicious current folder, and a harmless home. Everything in the folder that is executed, imported
 * or requested leaves a mark.
 */
export class HostileFolder {
  readonly home: string;
  readonly folder: string;
  /** The registry configured in the home; it is empty. */
  private registry = '';
  private hostileRegistry: { readonly received: readonly { readonly target: string }[] } = {
    received: [],
  };
  private honestRegistry = this.hostileRegistry;
  private readonly outside: string;
  private readonly marks: string;

  private constructor() {
    this.outside = realpathSync(mkdtempSync(join(tmpdir(), 'condenser-hostile-')));
    onTestFinished(() => rmSync(this.outside, { recursive: true, force: true }));
    this.home = join(this.outside, 'home');
    this.folder = join(this.outside, 'project');
    this.marks = join(this.outside, 'marks');
    for (const folder of [this.home, this.folder, this.marks]) mkdirSync(folder);
  }

  static async make(downloaded: Downloaded = 'nothing'): Promise<HostileFolder> {
    const hostile = new HostileFolder();
    const [honest, evil] = [await startRecorder(), await startRecorder()];
    hostile.registry = honest.url;
    hostile.honestRegistry = honest;
    hostile.hostileRegistry = evil;
    hostile.plantPrograms();
    hostile.plantPython();
    hostile.plantPackages(evil.url);
    hostile.plantGit();
    hostile.furnishHome(downloaded);
    return hostile;
  }

  /** The planted programs, modules and servers that were used. */
  get executed(): string[] {
    const asked = this.hostileRegistry.received.map(({ target }) => `the registry: ${target}`);
    return [...readdirSync(this.marks), ...asked];
  }

  /** The requests to the registry of the home. */
  get downloads(): string[] {
    return this.honestRegistry.received.map(({ target }) => target);
  }

  /** The started programs of the home, with their arguments. */
  get started(): string[] {
    return readdirSync(join(this.home, 'started'));
  }

  /** The variables of a carelessly configured shell. */
  environment(): Record<string, string> {
    const entries = ['.', '', this.folder, join(this.folder, 'node_modules', '.bin')];
    const honest = [join(this.home, 'bin'), process.env.PATH ?? '', ''];
    return {
      PATH: [...entries, ...honest].join(delimiter),
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, 'config'),
      XDG_DATA_HOME: join(this.home, 'data'),
      XDG_CACHE_HOME: join(this.home, 'cache'),
      XDG_STATE_HOME: join(this.home, 'state'),
      LC_ALL: 'C',
      DISPLAY: ':0',
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      OLLAMA_HOST: '127.0.0.1:9',
      PYTHONPATH: '.',
      PYTHONSTARTUP: join(this.folder, 'startup.py'),
      NODE_PATH: this.folder,
      BASH_ENV: join(this.folder, 'startup.sh'),
      ENV: join(this.folder, 'startup.sh'),
      npm_config_script_shell: join(this.folder, 'sh'),
      PIP_NO_CACHE_DIR: '1',
    };
  }

  private plantPrograms(): void {
    for (const folder of ['.', 'node_modules/.bin', 'bin']) {
      for (const name of PROGRAMS) this.plantScript(join(folder, name));
    }
    this.plant('startup.sh', this.shellMark('startup.sh'));
  }

  private plantPython(): void {
    for (const name of PYTHON_MODULES) {
      const file = `${name}.py`;
      this.plant(file, `open(${JSON.stringify(join(this.marks, file))}, 'w').close()\n`);
    }
    this.plant('pip.conf', '[global]\nindex-url = http://127.0.0.1:9/\n');
  }

  private plantPackages(registry: string): void {
    const scripts = Object.fromEntries(
      ['preinstall', 'install', 'postinstall', 'prepare'].map((name) => [
        name,
        this.shellMark(`the script ${name}`),
      ]),
    );
    const manifest = { name: 'evil', version: '1.0.0', scripts, workspaces: ['packages/*'] };
    this.plant('package.json', JSON.stringify(manifest));
    this.plant('packages/a/package.json', JSON.stringify({ ...manifest, name: 'evil-a' }));
    this.plant(
      '.npmrc',
      [
        ...[`registry=${registry}/`, `script-shell=${join(this.folder, 'sh')}`],
        ...['ignore-scripts=false', `node-options=--require ${join(this.folder, 'preload.cjs')}`],
        ...[`git=${join(this.folder, 'git')}`, `prefix=${this.folder}`, ''],
      ].join('\n'),
    );
    this.plant('preload.cjs', this.nodeMark('preload.cjs'));
    for (const name of ['node-llama-cpp', 'npm', '@node-llama-cpp/linux-x64', 'ollama', 'zod']) {
      this.plant(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.cjs' }));
      this.plant(`node_modules/${name}/index.cjs`, this.nodeMark(name.replace('/', '+')));
    }
  }

  private plantGit(): void {
    for (const name of ['pre-commit', 'post-checkout', 'post-index-change', 'pager', 'fsmonitor']) {
      this.plantScript(join('hooks', name));
    }
    execFileSync('git', ['init', '-q', this.folder]);
    const config: Record<string, string> = {
      'core.fsmonitor': 'hooks/fsmonitor',
      'core.hooksPath': 'hooks',
      'core.pager': 'hooks/pager',
      'pager.log': 'hooks/pager',
      'diff.external': 'hooks/pager',
    };
    for (const [name, value] of Object.entries(config)) {
      const path = join(this.folder, value);
      execFileSync('git', ['-C', this.folder, 'config', name, path]);
    }
  }

  /** The user's own programs and registries. */
  private furnishHome(downloaded: Downloaded): void {
    mkdirSync(join(this.home, 'started'));
    for (const name of ['xdg-open', 'ollama']) {
      const file = join(this.home, 'bin', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n: >"${this.home}/started/${name}"\n`);
      chmodSync(file, 0o755);
    }
    writeFileSync(join(this.home, '.npmrc'), `registry=${this.registry}/\n`);
    const pip = join(this.home, 'config', 'pip', 'pip.conf');
    mkdirSync(dirname(pip), { recursive: true });
    writeFileSync(pip, `[global]\nindex-url = ${this.registry}/simple\nretries = 0\n`);
    const { version } = enginePackages(process.platform, process.arch);
    const { family, sha256 } = demonstrationModel;
    const parts = {
      nothing: [],
      engine: [`engine-${version}-${process.platform}-${process.arch}`],
      all: [
        `engine-${version}-${process.platform}-${process.arch}`,
        `${family}-${sha256.slice(0, 12)}`,
      ],
    }[downloaded];
    for (const part of parts) {
      mkdirSync(join(this.home, 'cache', 'condenser', part), { recursive: true });
    }
  }

  private plantScript(name: string): void {
    this.plant(name, `#!/bin/sh\n${this.shellMark(name.replaceAll('/', '+'))}\n`);
    chmodSync(join(this.folder, name), 0o755);
  }

  private plant(name: string, content: string): void {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Uses shell builtins only, because the folder has programs with all other names. */
  private shellMark(name: string): string {
    return `: >'${join(this.marks, name)}'`;
  }

  private nodeMark(name: string): string {
    return `require('node:fs').writeFileSync(${JSON.stringify(join(this.marks, name))}, '');\n`;
  }
}
