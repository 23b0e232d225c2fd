import { pathToFileURL } from 'node:url';

/** Builds the sidecar once before the process tests, when a source is newer than its bundle. */
export default async function buildBundle(): Promise<void> {
  // A string of its own: the tools are plain JavaScript and have no types.
  const tool = pathToFileURL('tools/prepare.mjs').href;
  const { buildIfStale } = (await import(tool)) as { buildIfStale: () => Promise<void> };
  await buildIfStale();
}
