import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const SHIPPED = join(ROOT, 'sidecar', 'dist', 'THIRD-PARTY-NOTICES');

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The tools are plain JavaScript and have no types. */
const tool = pathToFileURL(join(ROOT, 'tools', 'notices.mjs')).href;
const { noticesOfBundle, noticesOfLibraries } = (await import(tool)) as {
  noticesOfBundle(inputs: readonly string[], root?: string): Notice[];
  noticesOfLibraries(archives: readonly string[]): Notice[];
};

const { sidecarBundle } = (await import(
  pathToFileURL(join(ROOT, 'tools', 'sidecarBundle.mjs')).href
)) as { sidecarBundle(version: string): BuildOptions };

/** The inputs of a bundle of this entry, by package folder. */
async function bundledPackages(entry: string, options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    ...options,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'unused',
    logLevel: 'error',
  });
  const folders = Object.keys(metafile?.inputs ?? {}).map((path) => {
    const names = path.split('/');
    const at = names.lastIndexOf('node_modules');
    const length = names[at + 1]?.startsWith('@') ? 3 : 2;
    return at < 0 ? undefined : names.slice(0, at + length).join('/');
  });
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

describe('the shipped notices', () => {
  it.each<[string, string, BuildOptions, string]>([
    ['the sidecar', 'sidecar/src/cli/main.ts', sidecarBundle('0.0.0'), 'ollama'],
    [
      'the page',
      'plugin/webui/src/main.tsx',
      { platform: 'browser', jsx: 'automatic', jsxImportSource: 'preact' },
      'preact',
    ],
  ])('name every package in %s, with its licence and the text', async (_, entry, options, one) => {
    const notices = readFileSync(SHIPPED, 'utf8');
    const packages = (await bundledPackages(entry, options)).map(manifestIn);
    expect(packages.map(({ name }) => name)).toContain(one);
    for (const { name, version, license } of packages) {
      const [, text = ''] = notices.split(`\n${name} ${version}\nLicence: ${license}\n`);
      expect([name, text.split('='.repeat(80))[1]?.trim().length ?? 0]).toEqual([
        name,
        expect.toSatisfy((length: number) => length > 500),
      ]);
    }
  });

  it('contain no paths of this machine', () => {
    expect(readFileSync(SHIPPED, 'utf8')).not.toContain(ROOT);
  });
});

describe('a package', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'condenser-notices-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function install(path: string, manifest: object, files: Readonly<Record<string, string>> = {}) {
    const all = { 'package.json': JSON.stringify({ version: '1.0.0', ...manifest }), ...files };
    for (const [name, content] of Object.entries(all)) {
      const file = join(root, path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  it.each<[string, object, Record<string, string>, string]>([
    ['without a licence', {}, { LICENSE: 'a text' }, 'odd 1.0.0 has no licence'],
    ['that is not licensed', { license: 'UNLICENSED' }, {}, 'odd 1.0.0 has no licence'],
    ['with an empty licence', { license: '' }, {}, 'odd 1.0.0 has no licence'],
    ['without the text of its licence', { license: 'ISC' }, {}, 'odd 1.0.0 has no text'],
  ])('%s fails the build', (_, manifest, files, problem) => {
    install('node_modules/odd', { name: 'odd', ...manifest }, files);
    expect(() => noticesOfBundle(['node_modules/odd/index.js'], root)).toThrow(problem);
  });

  it('is listed once per version, with all its texts', () => {
    const texts = { LICENSE: 'the licence', 'NOTICE.txt': 'the notice', 'README.md': 'the readme' };
    install('node_modules/@a/b', { name: '@a/b', license: 'ISC' }, texts);
    const inner = { name: 'c', version: '2.0.0', licenses: [{ type: 'MIT' }, { type: 'ISC' }] };
    install('node_modules/@a/b/node_modules/c', inner, { 'licence.md': 'another' });
    install('node_modules/c', { name: 'c', license: 'MIT', author: { name: 'Ada' } });
    const inputs = ['@a/b/lib/x.js', '@a/b/lib/y.js', '@a/b/node_modules/c/z.js', 'c/z.js'];
    const paths = [...inputs.map((path) => `node_modules/${path}`), 'sidecar/src/cli/main.ts'];
    expect(noticesOfBundle(paths, root)).toEqual([
      { name: '@a/b', version: '1.0.0', licence: 'ISC', text: 'the licence\n\nthe notice' },
      {
        name: 'c',
        version: '1.0.0',
        licence: 'MIT',
        text: expect.stringMatching(/^Copyright \(c\) Ada\n\nPermission is hereby granted/),
      },
      { name: 'c', version: '2.0.0', licence: 'MIT OR ISC', text: 'another' },
    ]);
  });
});

describe('a Java library', () => {
  it('is listed with its licence', () => {
    expect(noticesOfLibraries(['gson-2.13.1.jar'])).toEqual([
      {
        name: 'gson',
        version: '2.13.1',
        licence: 'Apache-2.0',
        text: expect.stringContaining('Version 2.0, January 2004'),
      },
    ]);
  });

  it('without a known licence fails the build', () => {
    expect(() => noticesOfLibraries(['odd-1.0.jar'])).toThrow('odd-1.0.jar has no licence');
  });
});
