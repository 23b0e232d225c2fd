import { createHash, timingSafeEqual } from 'node:crypto';

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
