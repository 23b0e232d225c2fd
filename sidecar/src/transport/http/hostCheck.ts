import { isIP } from 'node:net';

/** Names that only this machine answers to. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

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
 * Whether the `Host` header names one of the hosts, whatever port it adds. A page that had its name
 * resolved to this machine (DNS rebinding) sends its own name and is refused; so is a request
 * without the header.
 */
export function isAllowedHost(header: string | undefined, hosts: ReadonlySet<string>): boolean {
  const name = hostName(header);
  return name !== undefined && hosts.has(name);
}

/** The name in a `Host` header, in lower case and without the port. */
function hostName(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1]?.toLowerCase();
}
