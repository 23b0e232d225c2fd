import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use the page's socket. A link carries a token that serves once; it is exchanged for a
 * secret that serves as long as this process runs.
 */
export class Sessions {
  private readonly tokens = new Set<string>();
  private readonly secrets: Buffer[] = [];

  /** A new token for a link. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url');
    this.tokens.add(fingerprint(token).toString('hex'));
    return token;
  }

  /** The secret for a token; undefined for one that was used, or never given. */
  exchange(token: string): string | undefined {
    if (!this.tokens.delete(fingerprint(token).toString('hex'))) return undefined;
    const secret = randomBytes(32).toString('base64url');
    this.secrets.push(fingerprint(secret));
    return secret;
  }

  /** Whether the secret is one of ours. Takes as long for a near miss as for a far one. */
  knows(secret: string): boolean {
    const given = fingerprint(secret);
    return this.secrets.filter((known) => timingSafeEqual(known, given)).length > 0;
  }
}

function fingerprint(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
