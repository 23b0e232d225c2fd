import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';

/** More than settings or certificates need. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The text of a small regular file, in UTF-8. Never waits for a pipe, and never reads a device.
 *
 * @throws a system error, or an error that the file is not regular or too large.
 */
export function readSmallFile(path: string): string {
  requireFile(path, statSync(path));
  // Windows has neither named pipes in folders nor this flag.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // The file may have been replaced meanwhile.
    requireFile(path, fstatSync(file));
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks).toString('utf8');
      length += read;
      // The reported size may be wrong.
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
