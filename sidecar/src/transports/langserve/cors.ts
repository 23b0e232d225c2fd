import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANY_ORIGIN, isNamedOrigin } from '../../http/requestGuard.ts';

/** Seconds for which a browser believes a preflight. */
const PREFLIGHT_SECONDS = 600;

/**
 * Gives an answer the headers by which a page of a named origin may read it. They belong on errors
 * too, so they are set before the request is checked.
 */
export function shareWithPages(
  request: IncomingMessage,
  response: ServerResponse,
  named: readonly string[],
): void {
  const { origin } = request.headers;
  if (named.length > 0) response.setHeader('vary', 'Origin');
  if (origin === undefined || !isNamedOrigin(origin, named)) return;
  response.setHeader('access-control-allow-origin', origin);
  // With "*" a page of anybody's must not act with what a browser remembers.
  if (!named.includes(ANY_ORIGIN)) response.setHeader('access-control-allow-credentials', 'true');
  if (request.method !== 'OPTIONS') return;
  const headers = request.headers['access-control-request-headers'];
  response.setHeader('access-control-allow-methods', 'GET, POST');
  if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
  response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
}

/** Answers a preflight, whose headers {@link shareWithPages} has set. */
export function answerPreflight(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 2, 'content-type': 'text/plain' }).end('OK');
}
