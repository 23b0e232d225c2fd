/** Every origin, where somebody asked for that. */
export const ANY_ORIGIN = '*';

/** A request as far as this check looks at it. */
export interface OriginHeaders {
  readonly origin: string | undefined;
  /** Already checked: a page's own server is the one that it was asked under. */
  readonly host: string | undefined;
}

/**
 * Whether a request may come from where it says. Only browsers send an `Origin`; what has none is
 * no page's. A page that this server itself sent is its own; `null` (a file, a sandboxed frame) is
 * nobody's, and every other origin has to be named.
 */
export function isAllowedOrigin(headers: OriginHeaders, named: readonly string[]): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return isOwnOrigin(headers) || isNamedOrigin(origin, named);
}

/** Whether the origin was named, so that a page of it may read the answer (CORS). */
export function isNamedOrigin(origin: string, named: readonly string[]): boolean {
  return named.includes(ANY_ORIGIN) || named.some((name) => sameOrigin(name, origin));
}

/** Whether the page is one that this server sent. */
export function isOwnOrigin({ origin, host }: OriginHeaders): boolean {
  return host !== undefined && origin?.toLowerCase() === `http://${host.toLowerCase()}`;
}

function sameOrigin(name: string, origin: string): boolean {
  return name.replace(/\/$/, '').toLowerCase() === origin.toLowerCase();
}
