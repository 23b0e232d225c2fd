import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProgramMissingError } from '@condenser/sidecar/programs/findProgram.ts';
import { runGit } from '@condenser/sidecar/programs/git.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder: string;
let project: string;
let marks: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'condenser-git-'));
  project = join(folder, 'project');
  marks = join(folder, 'marks');
  for (const each of [project, marks, join(folder, 'own')]) mkdirSync(each);
  git('init', '-q');
  writeFileSync(join(project, 'a.txt'), 'one\n');
  git('add', '.');
  git('-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qm', 'first');
  writeFileSync(join(project, 'a.txt'), 'two\n');
  plant();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync('git', ['-C', project, ...args], { stdio: 'ignore' });
}

/** Everything by which a repository has git run something; each leaves a mark. */
function plant(): void {
  const hooks = join(project, 'hooks');
  mkdirSync(hooks);
  const mark = (name: string) => {
    const file = join(hooks, name);
    writeFileSync(file, `#!/bin/sh\n: >'${marks}/${name}'\ncat\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const settings: Record<string, string> = {
    'core.fsmonitor': mark('fsmonitor'),
    'core.hooksPath': hooks,
    'core.pager': mark('pager'),
    'pager.diff': mark('pager-diff'),
    'diff.external': mark('external'),
    'diff.evil.textconv': mark('textconv'),
    'diff.evil.command': mark('command'),
    'filter.evil.clean': mark('clean'),
    'filter.evil.smudge': mark('smudge'),
    'filter.evil.required': 'true',
    'filter.other.v2.process': mark('process'),
    'filter.other.v2.required': 'true',
    'gpg.program': mark('gpg'),
    'alias.status': `!${mark('alias')}`,
  };
  mark('post-index-change');
  for (const [name, value] of Object.entries(settings)) git('config', name, value);
  writeFileSync(
    join(project, '.gitattributes'),
    '*.txt filter=evil diff=evil\n*.md filter=other.v2\n',
  );
  writeFileSync(join(project, 'b.md'), 'three\n');
}

const own = () => ({ environment: process.env, folder: join(folder, 'own') });

describe('git in a hostile repository', () => {
  it.each([
    ...['status --porcelain', 'diff', 'diff --cached', 'log -p --show-signature', 'show'],
    ...['ls-files --others --modified --exclude-standard', 'rev-parse --show-toplevel'],
    ...['check-ignore --no-index -v b.md', 'hash-object a.txt b.md'],
  ])('executes nothing of it: git %s', async (line) => {
    const [command = '', ...rest] = line.split(' ');
    await runGit(project, [command, ...rest], own()).catch(() => undefined);
    expect(readdirSync(marks)).toEqual([]);
  });

  it('still answers the command', async () => {
    const [status, diff, log] = [
      await runGit(project, ['status', '--porcelain'], own()),
      await runGit(project, ['diff'], own()),
      await runGit(project, ['log', '--format=%s'], own()),
    ];
    expect(status).toContain(' M a.txt');
    expect(diff).toContain('-one\n+two');
    expect(log).toBe('first');
  });

  it('would execute its programs without the overrides', () => {
    for (const args of [
      ['status'],
      ['-c', 'core.fsmonitor=false', 'diff'],
      ['hash-object', 'a.txt', 'b.md'],
    ]) {
      try {
        git(...args);
      } catch {
        // A filter that is no filter fails.
      }
    }
    expect(readdirSync(marks)).toEqual(
      expect.arrayContaining(['clean', 'command', 'fsmonitor', 'process']),
    );
  });

  it('reports that git is missing', async () => {
    const without = { ...own(), environment: { PATH: folder } };
    await expect(runGit(project, ['status'], without)).rejects.toThrow(ProgramMissingError);
  });
});
