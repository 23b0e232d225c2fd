import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  findProgram,
  ProgramMissingError,
  programFolders,
} from '@condenser/sidecar/programs/findProgram.ts';
import type { Host } from '@condenser/sidecar/programs/host.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
let project: string;
let tools: string;
let host: Host;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'condenser-programs-')));
  project = folderOf('home', 'project');
  tools = folderOf('tools');
  host = {
    platform: 'linux',
    currentFolder: project,
    homeFolder: join(folder, 'home'),
    nodeProgram: '/usr/bin/node',
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function folderOf(...names: string[]): string {
  const made = join(folder, ...names);
  mkdirSync(made, { recursive: true });
  return made;
}

function program(...names: string[]): string {
  const file = join(...names);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

const path = (...entries: string[]) => ({ PATH: entries.join(delimiter) });

describe('a program is not found', () => {
  const entries: Record<string, () => string> = {
    'in the current folder named by a dot': () => '.',
    'in the current folder named by an empty entry': () => '',
    'by a relative entry': () => 'bin',
    'by a relative entry that climbs': () => '../project',
    'in the current folder named in full': () => project,
    'in the current folder named with a slash at its end': () => `${project}/`,
    'in the current folder named in a roundabout way': () => `${project}/bin/..`,
    'in a folder inside the current one': () => join(project, 'bin'),
    'in an environment of Python inside the current folder': () => join(project, '.venv', 'bin'),
    'in node_modules/.bin of the current folder': () => join(project, 'node_modules', '.bin'),
    'in node_modules/.bin of a folder above': () => join(folder, 'home', 'node_modules', '.bin'),
    'through a link into the current folder': () => {
      symlinkSync(project, join(folder, 'link'));
      return join(folder, 'link');
    },
  };

  it.each(Object.entries(entries))('%s', (_, entry) => {
    for (const place of ['.', 'bin', '.venv/bin', 'node_modules/.bin']) {
      program(project, place, 'npm');
    }
    program(folder, 'home', 'node_modules', '.bin', 'npm');
    const planted = entry();
    expect(() => findProgram('npm', path(planted), host)).toThrow(ProgramMissingError);
    const honest = program(tools, 'npm');
    expect(findProgram('npm', path(planted, tools), host)).toBe(honest);
  });

  it('without a PATH', () => {
    expect(() => findProgram('npm', {}, host)).toThrow("'npm' is not installed");
  });

  it('as a folder, or as a file that cannot be executed', () => {
    mkdirSync(join(tools, 'npm'));
    writeFileSync(join(tools, 'git'), '');
    expect(() => findProgram('npm', path(tools), host)).toThrow(ProgramMissingError);
    expect(() => findProgram('git', path(tools), host)).toThrow(ProgramMissingError);
  });

  it('by a relative path', () => {
    program(project, 'npm');
    expect(() => findProgram('./npm', path(tools), host)).toThrow('relative path');
  });
});

describe('a program is found', () => {
  it('in the first folder that has it', () => {
    const second = folderOf('second');
    program(second, 'npm');
    const first = program(tools, 'npm');
    expect(findProgram('npm', path(folderOf('empty'), tools, second), host)).toBe(first);
  });

  it('inside the home folder, if that is the current folder', () => {
    const own = program(host.homeFolder, '.local', 'bin', 'npm');
    const standing = { ...host, currentFolder: host.homeFolder };
    expect(findProgram('npm', path(join(own, '..')), standing)).toBe(own);
  });

  it('beside Node, if the current folder contains both', () => {
    const npm = program(tools, 'npm');
    const standing = {
      ...host,
      currentFolder: folder,
      homeFolder: '/root',
      nodeProgram: join(tools, 'node'),
    };
    expect(findProgram('npm', path(tools), standing)).toBe(npm);
  });

  it('when the current folder was removed', () => {
    const npm = program(tools, 'npm');
    expect(findProgram('npm', path('.', tools), { ...host, currentFolder: undefined })).toBe(npm);
  });

  it('in a folder whose name only starts like that of the current folder', () => {
    const npm = program(`${project}-tools`, 'npm');
    expect(findProgram('npm', path(`${project}-tools`), host)).toBe(npm);
    const odd = program(project, '..npm-tools', 'npm');
    expect(() => findProgram('npm', path(join(odd, '..')), host)).toThrow(ProgramMissingError);
  });
});

it('on Windows PATH is found in any case, without folders of the current drive', () => {
  const windows: Host = {
    platform: 'win32',
    currentFolder: 'C:\\work\\project',
    homeFolder: 'C:\\Users\\me',
    nodeProgram: 'C:\\Program Files\\nodejs\\node.exe',
  };
  const folders = [
    ...['.', '', 'bin', '\\tools', 'C:tools', 'c:\\WORK\\Project\\bin'],
    ...['C:\\Users\\me\\node_modules\\.bin', '"C:\\Program Files\\nodejs"', '\\\\server\\tools'],
  ];
  expect(programFolders({ Path: folders.join(';') }, windows)).toEqual([
    'C:\\Program Files\\nodejs',
    '\\\\server\\tools',
  ]);
});
