// The esbuild options of the sidecar's bundle.
import { fileURLToPath } from 'node:url';

const LANGSMITH_STUB = fileURLToPath(new URL('langsmithStub.mjs', import.meta.url));

/** The folder of the bundle. */
export const BUNDLE_FOLDER = 'sidecar/dist';

/**
 * @param {string} version of Condenser
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function sidecarBundle(version) {
  return {
    entryPoints: { main: 'sidecar/src/cli/main.ts' },
    outdir: BUNDLE_FOLDER,
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
    // Importing any other part of langsmith fails the build.
    alias: {
      langsmith: LANGSMITH_STUB,
      'langsmith/run_trees': LANGSMITH_STUB,
      'langsmith/singletons/traceable': LANGSMITH_STUB,
    },
    sourcemap: false,
    metafile: true,
    define: { CONDENSER_VERSION: JSON.stringify(version) },
    banner: {
      // Bundled CommonJS packages load Node's modules by require.
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  };
}
