import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';

const FOLDER = 'plugin/webui/dist';
const MAX_BYTES = 150 * 1024;

/** The files that the page is bundled from. */
let inputs: string[];

beforeAll(async () => {
  const tool = pathToFileURL('tools/buildPage.mjs').href;
  const { buildPage } = (await import(tool)) as { buildPage(version: string): Promise<Metafile> };
  inputs = Object.keys((await buildPage('0.0.0')).inputs);
});

it('contains neither zod nor the schemas of the protocol', () => {
  expect(inputs.filter((path) => path.includes('node_modules/zod/'))).toEqual([]);
  const protocol = inputs.filter((path) => path.startsWith('protocol/'));
  expect(protocol.sort()).toEqual([
    'protocol/src/hiddenCharacters.ts',
    'protocol/src/light.ts',
    'protocol/src/lightSchema.ts',
  ]);
});

it('is under 150 KB compressed', () => {
  const sizes = readdirSync(FOLDER).map(
    (name) => gzipSync(readFileSync(`${FOLDER}/${name}`)).length,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
});

it('is one document with one script and one style sheet, by relative names', () => {
  const html = readFileSync(`${FOLDER}/index.html`, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
  expect(named).toEqual(['icon.svg', 'page.css', 'page.js']);
  const css = readFileSync(`${FOLDER}/page.css`, 'utf8');
  expect(css).not.toMatch(/url\(|@import|@font-face/);
});

it('has its palette in a form that browsers without light-dark() know', () => {
  const css = readFileSync(`${FOLDER}/page.css`, 'utf8');
  expect(css).not.toContain('light-dark(');
  expect(css).toMatch(/--background: ?var\(--if-light, ?#fff(?:fff)?\) var\(--if-dark, ?#1e1f22\)/);
});

it('allows no content from other origins', () => {
  const html = readFileSync(`${FOLDER}/index.html`, 'utf8');
  const [, policy = ''] = /content="(default-src[^"]+)"/.exec(html) ?? [];
  expect(policy.split('; ').sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'none'",
    "img-src 'self'",
    "require-trusted-types-for 'script'",
    "script-src 'self'",
    "style-src 'self'",
    'trusted-types dompurify',
  ]);
});
