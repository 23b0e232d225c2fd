import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpProblem } from './httpProblem.ts';

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
