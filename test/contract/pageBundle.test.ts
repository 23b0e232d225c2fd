import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';

const FOLDER = 'plugin/webui/dist';
const MAX_BYTES = 200 * 1024;

beforeAll(async () => {
  const tool = pathToFileURL('tools/buildPage.mjs').href;
  const { buildPage } = (await import(tool)) as { buildPage(version: string): Promise<void> };
  await buildPage('0.0.0');
});

it('is under 200 KB compressed', () => {
  const sizes = readdirSync(FOLDER).map(
    (name) => gzipSync(readFileSync(`${FOLDER}/${name}`)).length,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_BYTES);
});

it('is one document with one script and one style sheet, linked by relative paths', () => {
  const html = readFileSync(`${FOLDER}/index.html`, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => name);
  expect(named).toEqual(['icon.svg', 'page.css', 'page.js']);
  const css = readFileSync(`${FOLDER}/page.css`, 'utf8');
  expect(css).not.toMatch(/url\(|@import|@font-face/);
});

it('allows only its own resources', () => {
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
