import { pathToFileURL } from 'node:url';
import type { BuildOptions, Metafile } from 'esbuild';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

interface BundleTool {
  sidecarBundle(version: string): BuildOptions & { metafile: true };
}

it('carries no tracing client', async () => {
  const tool = (await import(pathToFileURL('tools/sidecarBundle.mjs').href)) as BundleTool;
  const { metafile } = await build({ ...tool.sidecarBundle('0.0.0'), write: false });

  expect(packagesOf(metafile)).toContain('@langchain/core');
  expect(packagesOf(metafile)).not.toContain('langsmith');
});

/** The names of the packages in a bundle. */
function packagesOf({ inputs }: Metafile): string[] {
  const names = Object.keys(inputs).flatMap(
    (path) => /.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  return [...new Set(names)];
}
