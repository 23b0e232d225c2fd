// Bundles the sidecar into one file that runs on bare Node, with no node_modules beside it.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildPage } from './buildPage.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

await buildPage(version);

await build({
  entryPoints: ['sidecar/src/main/main.ts'],
  outfile: 'sidecar/dist/condenser.mjs',
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
