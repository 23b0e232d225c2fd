// Bundles the chat page: one document, one script, one style sheet, nothing from the network.
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
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
    plugins: [lowerLightDark],
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

/**
 * Lowers `light-dark()`, which these browsers lack (it needs Chromium 123) and esbuild does not
 * lower: of two toggles that `color-scheme` sets, the empty one removes its colour and the invalid
 * one falls back to it.
 *
 * @type {import('esbuild').Plugin}
 */
const lowerLightDark = {
  name: 'lower-light-dark',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, ({ path }) => ({
      loader: 'css',
      contents: readFileSync(path, 'utf8')
        .replace(/color-scheme: light;/g, '--if-light: initial; --if-dark: ; $&')
        .replace(/color-scheme: dark;/g, '--if-light: ; --if-dark: initial; $&')
        .replace(
          /light-dark\(((?:[^(),]|\([^()]*\))+), ((?:[^(),]|\([^()]*\))+)\)/g,
          'var(--if-light, $1) var(--if-dark, $2)',
        ),
    }));
  },
};
