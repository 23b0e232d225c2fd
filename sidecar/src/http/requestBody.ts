import type { IncomingMessage } from 'node:http';
import { ClientClosedError, HttpProblem } from './httpProblem.ts';

/**
 * The whole body of a request.
 *
 * @throws HttpProblem 413 where it is longer than `maxBytes`; ClientClosedError where the client
 * closes the connection inside it.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLong = () =>
    // The part that is not read must not be taken for the next request.
    new HttpProblem(413, `The body is longer than ${maxBytes} bytes`, {
      headers: { connection: 'close' },
    });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLong());
  if (request.destroyed) return Promise.reject(new ClientClosedError());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    // An iterator would close the socket when it is left early, and the 413 could not be sent.
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else settle(() => reject(tooLong()));
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks)));
    const onClose = () => settle(() => reject(new ClientClosedError()));
    const settle = (done: () => void) => {
      request.off('data', onData).off('end', onEnd).off('error', onClose).off('close', onClose);
      request.pause();
      done();
    };
    request.on('data', onData).on('end', onEnd).on('error', onClose).on('close', onClose);
  });
}

/** The JSON of a body. @throws an error for bytes that are not UTF-8, and for text that is not JSON. */
export function parseJson(bytes: Buffer): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

/**
 * Requires that the body is declared as JSON: a page may send a form or plain text to any address
 * without asking first, and JSON only after a preflight.
 *
 * @throws HttpProblem 415.
 */
export function requireJsonType({ headers }: IncomingMessage): void {
  if (/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) return;
  throw new HttpProblem(415, 'The content type has to be application/json');
}
