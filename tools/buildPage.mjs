// Bundles the chat page: one document, one script, one style sheet, nothing from the network.
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { build } from 'esbuild';

const SOURCE = 'plugin/webui/src';
const TARGET = 'plugin/webui/dist';
/** Beside the sidecar's bundle, which serves it. */
const SERVED = 'sidecar/dist/page';

/**
 * Builds the page into its own folder, and a copy beside the sidecar.
 *
 * @param {string} version
 * @returns {Promise<import('esbuild').Metafile>} what it was built from
 */
export async function buildPage(version) {
  const { metafile } = await build({
    entryPoints: { page: `${SOURCE}/main.tsx` },
    outdir: TARGET,
    bundle: true,
    platform: 'browser',
    // The Chromium of the oldest IDE that the plugin supports, and browsers of that age.
    target: ['chrome111', 'firefox115', 'safari16.4'],
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    metafile: true,
    legalComments: 'linked',
    define: { CONDENSER_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) {
    copyFileSync(`${SOURCE}/${file}`, `${TARGET}/${file}`);
  }
  mkdirSync(SERVED, { recursive: true });
  cpSync(TARGET, SERVED, { recursive: true });
  return metafile;
}
