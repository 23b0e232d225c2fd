import { HIDDEN_VALUE } from '@condenser/protocol';

/** An address with the user and the password in it hidden, as it may be shown. */
export function maskedAddress(address: string): string {
  return address.replace(/^(\s*["']*\s*(?:[a-z][a-z0-9+.-]*:\/\/)?)[^/]*@/i, `$1${HIDDEN_VALUE}@`);
}
