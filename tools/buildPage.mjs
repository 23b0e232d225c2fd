// Bundles the chat page into one document, one script and one style sheet.
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

const SOURCE = 'plugin/webui/src';
const TARGET = 'plugin/webui/dist';
/** The sidecar serves the page from here. */
const SERVED = 'sidecar/dist/page';

/**
 * Builds the page into its own folder, and a copy beside the sidecar.
 *
 * @param {string} version
 * @returns {Promise<import('esbuild').Metafile>} its inputs
 */
export async function buildPage(version) {
  const { metafile } = await build({
    entryPoints: { page: `${SOURCE}/main.tsx` },
    outdir: TARGET,
    bundle: true,
    platform: 'browser',
    // The Chromium of the oldest supported IDE, and browsers of the same time.
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
