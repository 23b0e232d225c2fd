import type { IncomingMessage } from 'node:http';
import { hasBearerToken } from './bearerToken.ts';
import { isAllowedHost, singleHost } from './hostCheck.ts';
import { HttpProblem } from './httpProblem.ts';
import { isAllowedOrigin, isOwnOrigin } from './originCheck.ts';

/** Who may send requests to a server. */
export interface GuardRules {
  /** The names that the `Host` header may have, in lower case. */
  readonly hosts: ReadonlySet<string>;
  /** The port that the `Host` header must have; absent: any. */
  readonly port?: number | undefined;
  /**
   * The web pages that may send requests. `own`: those of this server alone, and a POST or an
   * upgrade must come from one. A list: the server's own, the origins in it (`*` is every origin),
   * and programs that are no page.
   */
  readonly pages: 'none' | 'own' | readonly string[];
  /** The Bearer token that a request must carry; absent: none. */
  readonly token?: string | undefined;
  /** Paths that need no token. */
  readonly openPaths?: ReadonlySet<string>;
  /** What allows a refused Host or Origin, added to the message. */
  readonly hints?: { readonly host: string; readonly origin: string };
}

/** The path and the query of a request. */
export interface RequestTarget {
  /** Without `.` and `..` segments; percent-encoded as it was sent. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly search: string;
}

/** A request that the guard allowed. */
export interface CheckedRequest extends RequestTarget {
  /** A browser asks whether a page of a named origin may send its request (CORS). */
  readonly preflight: boolean;
}

/**
 * Checks a request before anything else looks at it: Host, Origin, token, then the target.
 *
 * @throws HttpProblem 403 for the Host or the Origin, 401 for the token, 400 for what is malformed.
 */
export function checkRequest(request: IncomingMessage, rules: GuardRules): CheckedRequest {
  const host = singleHost(request);
  if (!isAllowedHost(host, rules.hosts, rules.port)) {
    throw refusal('This Host is not allowed', 'hostRefused', rules.hints?.host);
  }
  if (!isAllowedPage(request, host, rules.pages)) {
    throw refusal('This Origin is not allowed', 'originRefused', rules.hints?.origin);
  }
  const target = parseTarget(request.url);
  const preflight =
    typeof rules.pages === 'object' &&
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined;
  const isOpen = preflight || (target !== undefined && rules.openPaths?.has(target.path));
  if (!isOpen) requireToken(request, rules.token);
  if (target === undefined) {
    throw new HttpProblem(400, 'The request target is malformed', { kind: 'malformedTarget' });
  }
  return { ...target, preflight };
}

/**
 * The target of a request in its usual form, a path and perhaps a query; undefined for every other
 * one. A URL parser reads a host out of `//host`, `/\host` and `http://host`, and throws at some.
 */
export function parseTarget(target: string | undefined): RequestTarget | undefined {
  if (target === undefined || !/^\/(?!\/)[!-"$-[\]-~]*$/.test(target)) return undefined;
  try {
    const { pathname, search } = new URL(target, 'http://localhost');
    return { path: pathname, search };
  } catch {
    return undefined;
  }
}

function isAllowedPage(
  { headers, method }: IncomingMessage,
  host: string | undefined,
  pages: GuardRules['pages'],
): boolean {
  const { origin } = headers;
  if (pages === 'none') return origin === undefined;
  if (pages !== 'own') return isAllowedOrigin({ origin, host }, pages);
  // A browser sends an Origin with every POST and every WebSocket.
  const mayLackOrigin = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
  return origin === undefined ? mayLackOrigin : isOwnOrigin({ origin, host });
}

function requireToken({ headers }: IncomingMessage, token: string | undefined): void {
  if (token === undefined || hasBearerToken(headers.authorization, token)) return;
  throw new HttpProblem(401, 'A Bearer token is needed', {
    headers: { 'www-authenticate': 'Bearer' },
    kind: 'tokenNeeded',
  });
}

function refusal(message: string, kind: string, hint: string | undefined): HttpProblem {
  return new HttpProblem(403, hint === undefined ? message : `${message}; ${hint}`, { kind });
}
