// Bundles the sidecar to run on bare Node, with no node_modules beside it: what it starts with in one
// file, and beside it the parts that are read on first use. In one file, V8 would read and keep all
// of it in every process (`npm run bench -- startup`).
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { buildPage } from './buildPage.mjs';
import { NOTICES, noticesOfBundle, noticesText } from './notices.mjs';
import requireNode from './requireNode.cjs';

const TARGET = 'sidecar/dist';
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));

const page = await buildPage(version);

const { metafile } = await build({
  entryPoints: { main: 'sidecar/src/cli/main.ts' },
  outdir: TARGET,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  minify: true,
  keepNames: true,
  legalComments: 'linked',
  loader: { '.html': 'text' },
  sourcemap: false,
  metafile: true,
  define: { CONDENSER_VERSION: JSON.stringify(version) },
  banner: {
    // The CommonJS packages inside ask for Node's own modules by require.
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

const outputs = Object.keys(metafile.outputs);
for (const path of outputs.filter((output) => output.endsWith('.mjs'))) toAscii(path);
const ENTRY = 'condenser.mjs';
writeEntry();
const inputs = [metafile, page].flatMap((bundle) => Object.keys(bundle.inputs));
writeFileSync(join(TARGET, NOTICES), noticesText(noticesOfBundle(inputs)));
removeEarlier(new Set([ENTRY, ...outputs.map((path) => basename(path))]));

/** What is started: it checks Node before anything is read that an old one cannot parse. */
function writeEntry() {
  const needed = engines.node.replace('>=', '');
  const path = join(TARGET, ENTRY);
  const lines = ['#!/usr/bin/env node', `(${requireNode})('${needed}');`, "import('./main.mjs');"];
  writeFileSync(path, `${lines.join('\n')}\n`);
  toAscii(path);
}

/**
 * esbuild leaves what is not ASCII in regular expressions as it is, and one such character makes V8
 * hold the whole file in two bytes a character. In a regular expression an escape means the same.
 *
 * @param {string} path
 */
function toAscii(path) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, escaped));
}

/**
 * Parts carry a hash in their names; those of an earlier build go when all new ones are there.
 *
 * @param {ReadonlySet<string>} current
 */
function removeEarlier(current) {
  for (const name of readdirSync(TARGET)) {
    if (/\.(mjs|txt)$/.test(name) && !current.has(name)) rmSync(join(TARGET, name));
  }
}
