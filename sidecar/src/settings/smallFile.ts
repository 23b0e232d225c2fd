import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/** More than any settings or certificates take. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The text of a small regular file, in UTF-8. Never waits for a pipe, and never reads a device.
 *
 * @throws the system's error, or one that says why this is not such a file.
 */
export function readSmallFile(path: string): string {
  requireFile(path, statSync(path));
  // Windows has neither pipes in folders nor this flag.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // Another one may have taken its place meanwhile.
    requireFile(path, fstatSync(file));
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks).toString('utf8');
      length += read;
      // What the system says of the size need not be true.
      if (length > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
}

function requireFile(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const code = stats.isDirectory() ? 'EISDIR: ' : '';
  throw new Error(`${code}${path} is not a regular file`);
}
