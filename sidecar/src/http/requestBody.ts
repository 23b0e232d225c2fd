import type { IncomingMessage } from 'node:http';
import { ClientClosedError, HttpProblem } from './answers.ts';

/** Limits of a JSON body. */
export interface JsonBodyOptions {
  readonly maxBytes: number;
  /**
   * Whether the content type has to be application/json. A page may send a form or plain text to
   * any address without a preflight, but not JSON.
   */
  readonly requireType: boolean;
}

/** The body is not JSON in UTF-8. */
export class MalformedJsonError extends HttpProblem {
  override readonly name = 'MalformedJsonError';

  constructor(cause: unknown) {
    super(400, `The body is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The JSON body of a request.
 *
 * @throws HttpProblem 415 for another content type, 413 for a body longer than `maxBytes`;
 * MalformedJsonError; ClientClosedError when the client disconnects while sending it.
 */
export async function readJson(
  request: IncomingMessage,
  { maxBytes, requireType }: JsonBodyOptions,
): Promise<unknown> {
  if (requireType) requireJsonType(request);
  const bytes = await readBody(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new MalformedJsonError(cause);
  }
}

/**
 * The whole body of a request.
 *
 * @throws HttpProblem 413 when it is longer than `maxBytes`; ClientClosedError when the client
 * disconnects while sending it.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLong = () =>
    // The unread part must not be taken for the next request.
    new HttpProblem(413, `The body is longer than ${maxBytes} bytes`, {
      headers: { connection: 'close' },
    });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLong());
  if (request.destroyed) return Promise.reject(new ClientClosedError());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    // Leaving an async iterator early would close the socket, and the 413 could not be sent.
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

function requireJsonType({ headers }: IncomingMessage): void {
  if (/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) return;
  throw new HttpProblem(415, 'The content type must be application/json');
}
