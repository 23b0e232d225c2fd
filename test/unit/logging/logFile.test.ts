import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createLogFile } from '@condenser/sidecar/logging/logFile.ts';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';

/** Writes twenty files' worth of lines, and names each old file that was not full. */
const WRITER = `
  import { statSync } from 'node:fs';
  import { createLogFile } from '@condenser/sidecar/logging/logFile.ts';
  const [folder] = process.argv.slice(2);
  const write = createLogFile(folder, (error) => console.log(error));
  for (let line = 0; line < 500; line += 1) {
    write('x'.repeat(10_239) + '\\n');
    const old = statSync(folder + '/condenser.1.log', { throwIfNoEntry: false });
    if (old && old.size < 1_000_000) console.log('turned over at', old.size);
  }
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'condenser-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fail = (error: unknown) => {
  throw error;
};

it('keeps every line of two writers, readable only by the user', () => {
  const [one, other] = [createLogFile(folder, fail), createLogFile(folder, fail)];
  one('a\n');
  other('b\n');
  one('c\n');
  const file = join(folder, 'condenser.log');
  expect(readFileSync(file, 'utf8')).toBe('a\nb\nc\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('creates no file before the first line', () => {
  createLogFile(folder, fail);
  expect(readdirSync(folder)).toEqual([]);
});

it('rotates at 1 MB, and keeps three old files', () => {
  const write = createLogFile(folder, fail);
  const line = (letter: string) => `${letter.repeat(600 * 1024)}\n`;
  for (const letter of 'abcdef') write(line(letter));
  const first = (name: string) => readFileSync(join(folder, name), 'utf8').charAt(0);
  expect(readdirSync(folder).sort()).toEqual([
    'condenser.1.log',
    'condenser.2.log',
    'condenser.3.log',
    'condenser.log',
  ]);
  expect(first('condenser.log')).toBe('f');
  expect(first('condenser.3.log')).toBe('c');
});

it('reports once that it cannot write, and throws nothing', () => {
  const blocked = join(folder, 'file');
  writeFileSync(blocked, '');
  const failures: unknown[] = [];
  const write = createLogFile(join(blocked, 'log'), (error) => failures.push(error));
  write('a\n');
  write('b\n');
  expect(failures).toHaveLength(1);
});

it('rotates once when several processes find the file full', async () => {
  const program = join(folder, 'writer.mjs');
  buildSync({
    stdin: { contents: WRITER, resolveDir: import.meta.dirname, loader: 'ts' },
    ...{ bundle: true, format: 'esm', platform: 'node', outfile: program, logLevel: 'silent' },
  });
  const logs = join(folder, 'logs');
  const writers = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, [program, logs]),
  );
  for (const { stdout } of await Promise.all(writers)) expect(stdout).toBe('');
});

it('rotates again after a process died during a rotation', () => {
  const lock = join(folder, 'condenser.log.lock');
  writeFileSync(lock, '');
  utimesSync(lock, 0, 0);
  const write = createLogFile(folder, fail);
  for (const letter of 'abc') write(`${letter.repeat(600 * 1024)}\n`);
  expect(readdirSync(folder)).toContain('condenser.1.log');
});

it('counts bytes, not characters', () => {
  const write = createLogFile(folder, fail);
  for (const character of '一二') write(`${character.repeat(200 * 1024)}\n`);
  expect(readdirSync(folder)).toContain('condenser.1.log');
});
