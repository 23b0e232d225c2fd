import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANY_ORIGIN, isNamedOrigin } from '../../http/requestGuard.ts';

/** How long a browser caches a preflight. */
const PREFLIGHT_SECONDS = 600;

/**
 * Sets the CORS headers that let pages of listed origins read the response. Errors need them, too, so
 * they are set before the request is checked.
 */
export function setCorsHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  named: readonly string[],
): void {
  const { origin } = request.headers;
  if (named.length > 0) response.setHeader('vary', 'Origin');
  if (origin === undefined || !isNamedOrigin(origin, named)) return;
  response.setHeader('access-control-allow-origin', origin);
  // With "*", pages of any origin must not send requests with the browser's credentials.
  if (!named.includes(ANY_ORIGIN)) response.setHeader('access-control-allow-credentials', 'true');
  if (request.method !== 'OPTIONS') return;
  const headers = request.headers['access-control-request-headers'];
  response.setHeader('access-control-allow-methods', 'GET, POST');
  if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
  response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
}

/** Answers a preflight. {@link setCorsHeaders} has set its headers. */
export function answerPreflight(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 2, 'content-type': 'text/plain' }).end('OK');
}
