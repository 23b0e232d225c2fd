import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../../sidecar/src');

/** The only file that starts programs; see its docstring. */
const STARTS_PROGRAMS = ['programs/startProgram.ts'];

/** All ways to run another program, or code found relative to the current folder. */
const WAYS = /child_process|node:cluster|'cluster'|\bprocess\.(binding|dlopen)\b|\bforkpty\b/;

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.[cm]?tsx?$/.test(name))
  .map((name) => join(SOURCE, name));

it('only one file starts programs', () => {
  const starting = sources.filter((file) => WAYS.test(readFileSync(file, 'utf8')));
  expect(sources.length).toBeGreaterThan(100);
  expect(starting.map((file) => relative(SOURCE, file))).toEqual(STARTS_PROGRAMS);
});
