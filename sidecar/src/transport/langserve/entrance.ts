import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasBearerToken } from '../http/bearerToken.ts';
import { allowedHosts, isAllowedHost } from '../http/hostCheck.ts';
import { ANY_ORIGIN, isAllowedOrigin, isNamedOrigin } from '../http/originCheck.ts';
import { HttpProblem } from './httpProblem.ts';
import type { ServeOptions } from './serveOptions.ts';

/** Seconds for which a browser believes a preflight. */
const PREFLIGHT_SECONDS = 600;

/**
 * Who may ask at all. Every check comes before any work: the Host against DNS rebinding, the Origin
 * against pages that were not named, then the token.
 */
export class Entrance {
  private readonly hosts: ReadonlySet<string>;
  private readonly options: ServeOptions;

  constructor(options: ServeOptions) {
    this.options = options;
    this.hosts = allowedHosts(options.host, options.allowedHosts);
  }

  /**
   * Lets a request pass, and gives its answer the headers by which a named page may read it.
   *
   * @param open whether the path needs no token.
   * @returns whether this was a preflight, which has no work behind it.
   * @throws HttpProblem 403 or 401.
   */
  pass(request: IncomingMessage, response: ServerResponse, open: boolean): 'request' | 'preflight' {
    const { host, origin, authorization } = request.headers;
    if (!isAllowedHost(host, this.hosts)) {
      throw new HttpProblem(403, 'This Host is not allowed; --allowed-host names more', {
        kind: 'hostRefused',
      });
    }
    response.setHeader('x-content-type-options', 'nosniff');
    const { cors, token } = this.options;
    if (cors.length > 0) response.setHeader('vary', 'Origin');
    if (!isAllowedOrigin({ origin, host }, cors)) {
      throw new HttpProblem(403, 'This Origin is not allowed; --cors names more', {
        kind: 'originRefused',
      });
    }
    if (origin !== undefined && isNamedOrigin(origin, cors)) this.share(request, response, origin);
    if (request.method === 'OPTIONS' && origin !== undefined) return 'preflight';
    if (token === undefined || open || hasBearerToken(authorization, token)) return 'request';
    throw new HttpProblem(401, 'A Bearer token is needed', {
      headers: { 'www-authenticate': 'Bearer' },
      kind: 'tokenNeeded',
    });
  }

  private share(request: IncomingMessage, response: ServerResponse, origin: string): void {
    response.setHeader('access-control-allow-origin', origin);
    // With "*" a page of anybody's must not act with what a browser remembers.
    if (!this.options.cors.includes(ANY_ORIGIN)) {
      response.setHeader('access-control-allow-credentials', 'true');
    }
    if (request.method !== 'OPTIONS') return;
    const headers = request.headers['access-control-request-headers'];
    response.setHeader('access-control-allow-methods', 'GET, POST');
    if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
    response.setHeader('access-control-max-age', PREFLIGHT_SECONDS);
  }
}
