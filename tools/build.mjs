// Bundles the sidecar into one file that runs on bare Node, with no node_modules beside it.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildPage } from './buildPage.mjs';

const BUNDLE = 'sidecar/dist/condenser.mjs';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

await buildPage(version);

await build({
  entryPoints: ['sidecar/src/main/main.ts'],
  outfile: BUNDLE,
  bundle: true,
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
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

// esbuild leaves what is not ASCII in regular expressions as it is, and one such character makes V8
// hold the whole file in two bytes a character. In a regular expression an escape means the same.
const bundle = readFileSync(BUNDLE, 'utf8');
const escaped = bundle.replace(
  /[^\0-\x7f]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
);
writeFileSync(BUNDLE, escaped);
