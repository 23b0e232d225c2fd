import { fileURLToPath } from 'node:url';

/** The folder of the built page: beside the bundle that runs. */
export function pageFolder(): string {
  return fileURLToPath(new URL('page', import.meta.url));
}
