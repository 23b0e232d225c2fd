import { isIP } from 'node:net';
import { endOfUserInfo, startOfAuthority } from '../../settings/addressCredentials.ts';

/** The address of Ollama, parsed as by its own clients. */
export interface OllamaHost {
  /** Scheme, host, port and path, without a trailing slash. */
  readonly url: string;
  /** Whether the host is this machine, which is never reached through a proxy. */
  readonly loopback: boolean;
  /** The `Authorization` header for a user and password in the address. */
  readonly authorization?: string;
}

const DEFAULT_PORT = '11434';

/**
 * Parses an address exactly as Ollama v0.17.4 parses `OLLAMA_HOST` (envconfig.Host): quotes and spaces
 * are trimmed, a missing scheme means http and port 11434, `http://` means port 80 and `https://` port
 * 443, a path is kept, an invalid port becomes the default. An unspecified or missing address becomes
 * loopback (ConnectableHost of later versions). Unlike Ollama, this accepts `user:password@` before
 * the host, which {@link OllamaHost.url} does not contain.
 */
export function parseOllamaHost(text: string | undefined): OllamaHost {
  const { scheme, rest, defaultPort } = splitScheme(trimQuotes(text ?? ''));
  const at = endOfUserInfo(rest);
  const [hostPort = '', ...path] = rest.slice(at + 1).split('/');
  const { host, port } = splitHostPort(hostPort, defaultPort);
  const connectable = connectableHost(host);
  return {
    url: `${scheme}://${inUrl(connectable)}:${validPort(port, defaultPort)}${urlPath(path.join('/'))}`,
    loopback: isLoopback(canonicalHost(connectable)),
    ...(at < 0
      ? {}
      : { authorization: basicAuthorization(rest.slice(startOfAuthority(rest), at)) }),
  };
}

/** RFC 7617, with the user and the password percent-decoded as in any URL. */
function basicAuthorization(userInfo: string): string {
  const colon = userInfo.indexOf(':');
  const [user, password] =
    colon < 0 ? [userInfo, ''] : [userInfo.slice(0, colon), userInfo.slice(colon + 1)];
  const credentials = `${percentDecoded(user)}:${percentDecoded(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password with a bare percent sign.
    return text;
  }
}

/** In brackets if it has colons. Other characters are escaped, so that they cannot change the URL. */
function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host.replace(/[@?#%\\]/g, encodeURIComponent);
}

/** Joined as in Go: without empty parts, and every character literal. */
function urlPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((part) => `/${encodeURI(part).replace(/[?#]/g, encodeURIComponent)}`).join('');
}

function trimQuotes(text: string): string {
  return text
    .trim()
    .replace(/^["']+|["']+$/g, '')
    .trim();
}

function splitScheme(text: string): { scheme: string; rest: string; defaultPort: string } {
  const at = text.indexOf('://');
  if (at < 0) {
    return text === 'ollama.com'
      ? { scheme: 'https', rest: 'ollama.com:443', defaultPort: DEFAULT_PORT }
      : { scheme: 'http', rest: text, defaultPort: DEFAULT_PORT };
  }
  const scheme = text.slice(0, at);
  const rest = text.slice(at + 3);
  if (scheme === 'http') return { scheme, rest, defaultPort: '80' };
  if (scheme === 'https') return { scheme, rest, defaultPort: '443' };
  return { scheme, rest, defaultPort: DEFAULT_PORT };
}

/** Go's net.SplitHostPort with the fallbacks of envconfig: a missing port becomes the default. */
function splitHostPort(text: string, defaultPort: string): { host: string; port: string } {
  const bracketed = /^\[([^\]]*)\]:([^:]*)$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] ?? '' };
  const plain = /^([^:[\]]*):([^:[\]]*)$/.exec(text);
  if (plain) return { host: plain[1] ?? '', port: plain[2] ?? '' };
  const address = text.replace(/^[[\]]+|[[\]]+$/g, '');
  if (isIP(address)) return { host: address, port: defaultPort };
  return { host: text === '' ? '127.0.0.1' : text, port: defaultPort };
}

function validPort(port: string, defaultPort: string): string {
  return /^[+-]?\d+$/.test(port) && Number(port) >= 0 && Number(port) <= 65_535
    ? String(Number(port))
    : defaultPort;
}

function connectableHost(host: string): string {
  if (host === '' || host === '0.0.0.0') return '127.0.0.1';
  if (isIP(host) !== 6) return host;
  const canonical = canonicalHost(host);
  if (canonical === '[::]') return '::1';
  return canonical === '[::ffff:0:0]' ? '127.0.0.1' : host;
}

/** The canonical form of an address, as in the URL of a request. */
function canonicalHost(host: string): string {
  try {
    return new URL(`http://${inUrl(host)}`).hostname;
  } catch {
    return host;
  }
}

function isLoopback(canonical: string): boolean {
  return (
    /^(?:.+\.)?localhost\.?$/.test(canonical) ||
    /^(?:127\.\d+\.\d+\.\d+|0\.0\.0\.0)$/.test(canonical) ||
    /^\[::(?:1|ffff:7f[0-9a-f]{2}:[0-9a-f]+)\]$/.test(canonical)
  );
}
