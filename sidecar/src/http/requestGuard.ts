import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpProblem } from './answers.ts';

/** Which requests a server accepts. */
export interface GuardRules {
  /** The names allowed in the `Host` header, in lower case. */
  readonly hosts: ReadonlySet<string>;
  /** The port required in the `Host` header. Default: any. */
  readonly port?: number | undefined;
  /**
   * The web pages that may send requests. `own`: only those of this server, and a POST or an upgrade
   * must come from one. A list: the server's own, the listed origins (`*` is any origin), and
   * programs, which send no `Origin`.
   */
  readonly pages: 'none' | 'own' | readonly string[];
  /** The required Bearer token. Default: none. */
  readonly token?: string | undefined;
  /** Paths that do not require a token. */
  readonly openPaths?: ReadonlySet<string>;
  /** How to allow a rejected Host or Origin, appended to the message. */
  readonly hints?: { readonly host: string; readonly origin: string };
}

/** The path and the query of a request. */
export interface RequestTarget {
  /** Without `.` and `..` segments, percent-encoded as sent. */
  readonly path: string;
  /** Including the question mark; empty if there is no query. */
  readonly search: string;
}

/** A request that passed the guard. */
export interface CheckedRequest extends RequestTarget {
  /** It is a CORS preflight for a page of a listed origin. */
  readonly preflight: boolean;
}

/**
 * Checks a request before anything else reads it: Host, Origin, token, then the target.
 *
 * @throws HttpProblem 403 for the Host or the Origin, 401 for the token, 400 for a malformed request.
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
 * Parses a request target of the form path and query; undefined for any other form. A URL parser
 * would find a host in `//host`, `/\host` and `http://host`, and throws for some targets.
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
  throw new HttpProblem(401, 'A Bearer token is required', {
    headers: { 'www-authenticate': 'Bearer' },
    kind: 'tokenNeeded',
  });
}

function refusal(message: string, kind: string, hint: string | undefined): HttpProblem {
  return new HttpProblem(403, hint === undefined ? message : `${message}; ${hint}`, { kind });
}

/** Whether the `Authorization` header carries this token as a Bearer (RFC 6750). */
export function hasBearerToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return given !== undefined && isSameSecret(given, token);
}

/** Compares in constant time, which reveals neither the length nor the first difference. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The names of the loopback interface. */
export const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a server listening on this address is reachable only from this machine. */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/**
 * The host names of a server that listens on `address`: the loopback names, the address itself and
 * the given ones. An unspecified address such as 0.0.0.0 adds no name.
 */
export function allowedHosts(address: string, named: readonly string[]): ReadonlySet<string> {
  const isAny = ['0.0.0.0', '::', '[::]'].includes(address);
  const own = isAny ? [] : [isIP(address) === 6 ? `[${address}]` : address];
  return new Set([...LOOPBACK_NAMES, ...own, ...named].map((name) => name.toLowerCase()));
}

/**
 * Whether the `Host` header names one of the hosts, at this port if one is given. A page whose name
 * resolves to this machine (DNS rebinding) sends its own name and is rejected, and so is a request
 * without the header.
 */
export function isAllowedHost(
  header: string | undefined,
  hosts: ReadonlySet<string>,
  port?: number,
): boolean {
  const [, name, ownPort] =
    /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::(\d{1,5}))?$/i.exec(header ?? '') ?? [];
  if (name === undefined || !hosts.has(name.toLowerCase())) return false;
  return port === undefined || Number(ownPort ?? HTTP_PORT) === port;
}

/** The port of a `Host` header without one. */
const HTTP_PORT = 80;

/**
 * The `Host` header of a request; undefined if there is none.
 *
 * @throws HttpProblem 400 for two headers: a proxy in between may have checked the other one.
 */
export function singleHost(request: IncomingMessage): string | undefined {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length > 1) {
    throw new HttpProblem(400, 'A request must have one Host header', { kind: 'malformedHost' });
  }
  return hosts[0];
}

/** Allows every origin. */
export const ANY_ORIGIN = '*';

/** The headers that the origin check reads. */
export interface OriginHeaders {
  readonly origin: string | undefined;
  /** The checked `Host` header, which names the origin of the server's own pages. */
  readonly host: string | undefined;
}

/**
 * Whether a request from this origin is allowed. Only browsers send an `Origin`, so a request
 * without one comes from a program. The server's own pages are allowed; any other origin, and `null`
 * (a file, a sandboxed frame), must be listed.
 */
export function isAllowedOrigin(headers: OriginHeaders, named: readonly string[]): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return isOwnOrigin(headers) || isNamedOrigin(origin, named);
}

/** Whether the origin is listed, so that its pages may read the response (CORS). */
export function isNamedOrigin(origin: string, named: readonly string[]): boolean {
  return named.includes(ANY_ORIGIN) || named.some((name) => sameOrigin(name, origin));
}

/** Whether the origin is that of this server's own pages. */
export function isOwnOrigin({ origin, host }: OriginHeaders): boolean {
  return host !== undefined && origin?.toLowerCase() === `http://${host.toLowerCase()}`;
}

function sameOrigin(name: string, origin: string): boolean {
  return name.replace(/\/$/, '').toLowerCase() === origin.toLowerCase();
}
