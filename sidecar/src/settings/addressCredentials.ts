import { HIDDEN_VALUE } from '@condenser/protocol';

/**
 * The index of the "@" that ends `user:password` in an address without its scheme, or -1. A slash in
 * the password should be percent-encoded; if it is not, it still belongs to the password where the
 * part before it cannot be a host and a port.
 */
export function endOfUserInfo(rest: string): number {
  const start = startOfAuthority(rest);
  const address = rest.slice(start);
  const slash = address.indexOf('/');
  const authority = slash < 0 ? address : address.slice(0, slash);
  const isHost = /^[^:]*(?::\d*)?$|^\[[^\]]*\](?::\d*)?$/.test(authority);
  const isUsual = authority.includes('@') || isHost;
  const at = isUsual ? authority.lastIndexOf('@') : address.lastIndexOf('@');
  return at < 0 ? -1 : start + at;
}

/** The index of the user or host after a malformed or repeated scheme. */
export function startOfAuthority(rest: string): number {
  return /^(?:(?:[a-z][a-z0-9+.-]*:)?\/+)*/i.exec(rest)?.[0].length ?? 0;
}

/** An address with its user and password hidden, for display. */
export function maskedAddress(address: string): string {
  const start = /^\s*["']*\s*(?:[a-z][a-z0-9+.-]*:\/\/)?/i.exec(address)?.[0] ?? '';
  const rest = address.slice(start.length);
  const at = endOfSecret(rest);
  return at < 0 ? address : `${start}${HIDDEN_VALUE}${rest.slice(at)}`;
}

/** The index of the "@" up to which a possibly malformed address may contain a password. */
function endOfSecret(rest: string): number {
  const last = rest.lastIndexOf('@');
  const before = rest.slice(0, Math.max(0, last)).replace(/^\[[^\]]*\]/, '');
  const mayBeSecret = /\/\/|:(?!\d*(?:\/|$))/.test(before);
  return mayBeSecret ? last : endOfUserInfo(rest);
}
