import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Kilobytes of the sidecar's one file. */
export function measureBundle(): { kilobytes: number; gzippedKilobytes: number } {
  const bytes = readFileSync(resolve(import.meta.dirname, '../../sidecar/dist/condenser.mjs'));
  return { kilobytes: bytes.length / 1024, gzippedKilobytes: gzipSync(bytes).length / 1024 };
}
