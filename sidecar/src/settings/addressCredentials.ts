import { HIDDEN_VALUE } from '@condenser/protocol';

/**
 * Where `user:password` ends in an address without its scheme: the index of its "@", or -1. A slash
 * in the password should be percent-encoded; one that is not still ends no password where what stands
 * before it cannot be a host and a port.
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

/** Where the user or the host begins behind what was meant as a scheme, or as a second one. */
export function startOfAuthority(rest: string): number {
  return /^(?:(?:[a-z][a-z0-9+.-]*:)?\/+)*/i.exec(rest)?.[0].length ?? 0;
}

/** An address with the user and the password in it hidden, as it may be shown. */
export function maskedAddress(address: string): string {
  const start = /^\s*["']*\s*(?:[a-z][a-z0-9+.-]*:\/\/)?/i.exec(address)?.[0] ?? '';
  const rest = address.slice(start.length);
  const at = endOfSecret(rest);
  return at < 0 ? address : `${start}${HIDDEN_VALUE}${rest.slice(at)}`;
}

/** The same "@" where the address is malformed: whatever may be a password before it is hidden. */
function endOfSecret(rest: string): number {
  const last = rest.lastIndexOf('@');
  const before = rest.slice(0, Math.max(0, last)).replace(/^\[[^\]]*\]/, '');
  const mayBeSecret = /\/\/|:(?!\d*(?:\/|$))/.test(before);
  return mayBeSecret ? last : endOfUserInfo(rest);
}
