import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** A file does not hold the bytes that it should. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/**
 * Checks that a file holds exactly the pinned bytes.
 *
 * @throws {ChecksumError} when it does not.
 */
export async function verifySha256(file: string, expected: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new ChecksumError(`${file} has SHA-256 ${actual}, expected ${expected}`);
  }
}
