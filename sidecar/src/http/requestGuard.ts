import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpProblem } from './httpProblem.ts';

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

/** Whether the `Authorization` header carries this token as a Bearer (RFC 6750). */
export function hasBearerToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  return given !== undefined && isSameSecret(given, token);
}

/** Compares in a time that says nothing of where the two differ, nor of how long they are. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Names that only this machine answers to. */
export const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine reaches a server that listens on this address. */
export function isLoopbackAddress(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/**
 * The names under which a server that listens on `address` may be asked: the loopback ones, the
 * address itself, and what was named. An address that means "every one" names none.
 */
export function allowedHosts(address: string, named: readonly string[]): ReadonlySet<string> {
  const isAny = ['0.0.0.0', '::', '[::]'].includes(address);
  const own = isAny ? [] : [isIP(address) === 6 ? `[${address}]` : address];
  return new Set([...LOOPBACK_NAMES, ...own, ...named].map((name) => name.toLowerCase()));
}

/**
 * Whether the `Host` header names one of the hosts, at this port where one is given. A page whose
 * name was resolved to this machine (DNS rebinding) sends its own name and is refused; so is a
 * request without the header.
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

/** The port of a `Host` header that names none. */
const HTTP_PORT = 80;

/**
 * The one `Host` header of a request; undefined where there is none.
 *
 * @throws HttpProblem 400 for two of them: a proxy in between may have checked the other one.
 */
export function singleHost(request: IncomingMessage): string | undefined {
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length > 1) {
    throw new HttpProblem(400, 'A request has one Host header', { kind: 'malformedHost' });
  }
  return hosts[0];
}

/** Every origin, where somebody asked for that. */
export const ANY_ORIGIN = '*';

/** A request as far as this check looks at it. */
export interface OriginHeaders {
  readonly origin: string | undefined;
  /** Already checked: a page's own server is the one that it was asked under. */
  readonly host: string | undefined;
}

/**
 * Whether a request may come from where it says. Only browsers send an `Origin`; what has none is
 * no page's. A page that this server itself sent is its own; `null` (a file, a sandboxed frame) is
 * nobody's, and every other origin has to be named.
 */
export function isAllowedOrigin(headers: OriginHeaders, named: readonly string[]): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return isOwnOrigin(headers) || isNamedOrigin(origin, named);
}

/** Whether the origin was named, so that a page of it may read the answer (CORS). */
export function isNamedOrigin(origin: string, named: readonly string[]): boolean {
  return named.includes(ANY_ORIGIN) || named.some((name) => sameOrigin(name, origin));
}

/** Whether the page is one that this server sent. */
export function isOwnOrigin({ origin, host }: OriginHeaders): boolean {
  return host !== undefined && origin?.toLowerCase() === `http://${host.toLowerCase()}`;
}

function sameOrigin(name: string, origin: string): boolean {
  return name.replace(/\/$/, '').toLowerCase() === origin.toLowerCase();
}
