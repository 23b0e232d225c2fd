// What esbuild makes the sidecar's bundle of.
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
    // A part of it that the stub lacks fails the build.
    alias: {
      langsmith: LANGSMITH_STUB,
      'langsmith/run_trees': LANGSMITH_STUB,
      'langsmith/singletons/traceable': LANGSMITH_STUB,
    },
    sourcemap: false,
    metafile: true,
    define: { CONDENSER_VERSION: JSON.stringify(version) },
    banner: {
      // The CommonJS packages inside ask for Node's own modules by require.
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  };
}
