import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The access to the page's socket. A link carries a token that works once. It is exchanged for a
 * secret that works as long as this process runs.
 */
export class Sessions {
  /** The callback for each unused token, by the fingerprint of the token. */
  private readonly tokens = new Map<string, () => void>();
  private readonly secrets: Buffer[] = [];

  /** A new token for a link; `onUsed` is called when it has been exchanged. */
  newToken(onUsed: () => void = () => undefined): string {
    const token = randomBytes(32).toString('base64url');
    this.tokens.set(fingerprint(token).toString('hex'), onUsed);
    return token;
  }

  /** The secret for a token; undefined if it was used before or never issued. */
  exchange(token: string): string | undefined {
    const key = fingerprint(token).toString('hex');
    const onUsed = this.tokens.get(key);
    if (onUsed === undefined) return undefined;
    this.tokens.delete(key);
    onUsed();
    const secret = randomBytes(32).toString('base64url');
    this.secrets.push(fingerprint(secret));
    return secret;
  }

  /** Whether the secret was issued here. Compares in constant time. */
  knows(secret: string): boolean {
    const given = fingerprint(secret);
    return this.secrets.filter((known) => timingSafeEqual(known, given)).length > 0;
  }
}

function fingerprint(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
