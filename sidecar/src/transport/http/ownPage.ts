import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is not from the page of this server; undefined when it may be.
 *
 * A foreign Host is a name that somebody pointed at this machine (DNS rebinding). A foreign Origin
 * is another site, or another program's page on this machine. A browser sends an Origin with every
 * POST and every WebSocket, so those must have one.
 */
export function whyForeign(
  headers: IncomingHttpHeaders,
  port: number,
  needsOrigin: boolean,
): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) return `foreign Host ${host}`;
  if (origin === undefined) return needsOrigin ? 'no Origin' : undefined;
  return origin === `http://${host}` ? undefined : `foreign Origin ${origin}`;
}
