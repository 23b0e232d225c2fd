import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const FOLDER = resolve(import.meta.dirname, '../../sidecar/dist');

/** The total size of the sidecar in kilobytes. */
export function measureBundle() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.mjs'));
  const files = names.map((name) => readFileSync(join(FOLDER, name)));
  const zipped = files.map((bytes) => gzipSync(bytes));
  const kilobytes = (buffers: readonly Buffer[]) =>
    buffers.reduce((sum, { length }) => sum + length, 0) / 1024;
  return { kilobytes: kilobytes(files), gzippedKilobytes: kilobytes(zipped) };
}
