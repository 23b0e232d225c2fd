/** What stands in place of a secret wherever settings are shown. */
export const MASK = '•••';

/** An address with the user and the password in it hidden, as it may be shown. */
export function maskedAddress(address: string): string {
  return address.replace(/^(\s*["']*\s*(?:[a-z][a-z0-9+.-]*:\/\/)?)[^/]*@/i, `$1${MASK}@`);
}
