import { HIDDEN_VALUE } from '@condenser/protocol';

/**
 * Where `user:password` ends in an address without its scheme: the index of its "@", or -1. A slash
 * in the password should be percent-encoded; one that is not still ends no password where what stands
 * before it cannot be a host and a port.
 */
export function endOfUserInfo(rest: string): number {
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const isHost = /^[^:]*(?::\d*)?$|^\[[^\]]*\](?::\d*)?$/.test(authority);
  return authority.includes('@') || isHost ? authority.lastIndexOf('@') : rest.lastIndexOf('@');
}

/** An address with the user and the password in it hidden, as it may be shown. */
export function maskedAddress(address: string): string {
  const start = /^\s*["']*\s*(?:[a-z][a-z0-9+.-]*:\/\/)?/i.exec(address)?.[0] ?? '';
  const rest = address.slice(start.length);
  const at = endOfUserInfo(rest);
  return at < 0 ? address : `${start}${HIDDEN_VALUE}${rest.slice(at)}`;
}
