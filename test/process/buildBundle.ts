import { pathToFileURL } from 'node:url';

/** Builds the sidecar before the process tests if a source is newer than the bundle. */
export default async function buildBundle(): Promise<void> {
  // In a variable, because the tools are plain JavaScript without types.
  const tool = pathToFileURL('tools/prepare.mjs').href;
  const { buildIfStale } = (await import(tool)) as { buildIfStale: () => Promise<void> };
  await buildIfStale();
}
