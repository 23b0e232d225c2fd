import type { IncomingMessage } from 'node:http';
import { RequestError } from './requestError.ts';

/** More than any model's context; it must not fill the memory. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;

/**
 * Reads the body of a request.
 *
 * @throws {RequestError} when it is not JSON, or too long.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BYTES) throw new RequestError(413, 'the body is too long');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') throw new RequestError(400, 'missing request body');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestError(400, `the body is not JSON: ${(cause as Error).message}`, { cause });
  }
}
