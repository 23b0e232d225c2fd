// Bundles the sidecar to run on bare Node, without node_modules: one file for startup, and chunks that
// are loaded on first use. In a single file, V8 would keep all of it in memory in every process
// (`npm run bench -- startup`).
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { buildPage } from './buildPage.mjs';
import { NOTICES, noticesOfBundle, noticesText } from './notices.mjs';
import requireNode from './requireNode.cjs';
import { BUNDLE_FOLDER, sidecarBundle } from './sidecarBundle.mjs';

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));

const page = await buildPage(version);

const { metafile } = await build(sidecarBundle(version));

const outputs = Object.keys(metafile.outputs);
for (const path of outputs.filter((output) => output.endsWith('.mjs'))) toAscii(path);
const ENTRY = 'condenser.mjs';
writeEntry();
const inputs = [metafile, page].flatMap((bundle) => Object.keys(bundle.inputs));
writeFileSync(join(BUNDLE_FOLDER, NOTICES), noticesText(noticesOfBundle(inputs)));
removeEarlier(new Set([ENTRY, ...outputs.map((path) => basename(path))]));

/** The entry point checks the version of Node before it loads code that an old one cannot parse. */
function writeEntry() {
  const needed = engines.node.replace('>=', '');
  const path = join(BUNDLE_FOLDER, ENTRY);
  const lines = ['#!/usr/bin/env node', `(${requireNode})('${needed}');`, "import('./main.mjs');"];
  writeFileSync(path, `${lines.join('\n')}\n`);
  toAscii(path);
}

/**
 * esbuild leaves non-ASCII characters in regular expressions, and one such character makes V8 store
 * the whole file with two bytes per character. An escape means the same in a regular expression.
 *
 * @param {string} path
 */
function toAscii(path) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\0-\x7f]/g, escaped));
}

/**
 * Removes the chunks of earlier builds, whose names contain other hashes.
 *
 * @param {ReadonlySet<string>} current
 */
function removeEarlier(current) {
  for (const name of readdirSync(BUNDLE_FOLDER)) {
    if (/\.(mjs|txt)$/.test(name) && !current.has(name)) rmSync(join(BUNDLE_FOLDER, name));
  }
}
