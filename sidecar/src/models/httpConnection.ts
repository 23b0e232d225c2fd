import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { CondenserError, messageOf } from '../errors.ts';
import { readSmallFile } from '../settings/settingsFile.ts';
import type { OllamaHost } from './ollama/ollamaHost.ts';
import { type ProxyEnvironment, proxyUrl, routeTo, withoutCredentials } from './proxy.ts';

/** How to reach Ollama. */
export interface ConnectionOptions {
  readonly host: OllamaHost;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A PEM file with a certificate authority to trust in addition to the system's. */
  readonly caFile?: string | undefined;
  readonly proxy: ProxyEnvironment;
}

/** The sockets to Ollama. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** The proxy in use, without its password; absent for a direct connection. */
  readonly proxy?: string | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens a pool of sockets to Ollama. Neither headers nor body have a timeout: the first byte may take
 * minutes while a model loads, and closing the socket makes Ollama abort the load.
 *
 * @throws `settings` when the CA file cannot be read.
 * @throws `proxy` when the environment names an unusable proxy.
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { Agent, ProxyAgent } = await import('./undici.ts');
  const ca = options.caFile === undefined ? undefined : readCaFile(options.caFile);
  const common = {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_TIMEOUT_MS, ca },
  };
  const { url, loopback } = options.host;
  // An invalid URL fails with the request, whose error names it.
  const route = URL.canParse(url) ? routeTo(new URL(url), loopback, options.proxy) : undefined;
  if (route?.via !== 'proxy') return { dispatcher: new Agent(common) };
  const dispatcher = new ProxyAgent({
    ...common,
    requestTls: { ca },
    uri: proxyUrl(route.proxy).href,
  });
  return { dispatcher, proxy: withoutCredentials(route.proxy.address.trim()) };
}

/** The headers of every request, in lower case. Those of the settings take precedence. */
export function requestHeaders({ host, headers = {} }: ConnectionOptions): Record<string, string> {
  return {
    ...(host.authorization === undefined ? {} : { authorization: host.authorization }),
    ...Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

function readCaFile(file: string): string[] {
  try {
    // The option replaces the default authorities of TLS.
    return [...rootCertificates, readSmallFile(file)];
  } catch (cause) {
    const problem = messageOf(cause);
    throw new CondenserError(
      'settings',
      { file: 'settings.json', field: 'caFile', problem },
      { cause },
    );
  }
}

/** Counts outgoing requests by host and path. Does not see their bodies. */
export class EgressCount {
  readonly since: Date;
  private readonly byHost = new Map<string, number>();
  private readonly byPath = new Map<string, number>();
  private all = 0;

  constructor(since: Date) {
    this.since = since;
  }

  /** Counts a request before its first byte is sent. */
  note(method: string, url: string): void {
    // A request to an invalid URL is never sent.
    if (!URL.canParse(url)) return;
    const { origin, pathname } = new URL(url);
    this.all += 1;
    add(this.byHost, origin);
    // The checksum would identify a file of the user.
    add(this.byPath, `${method} ${pathname.replace(/(\/api\/blobs)\/.*$/, '$1/…')}`);
  }

  get total(): number {
    return this.all;
  }

  get hosts(): Record<string, number> {
    return Object.fromEntries(this.byHost);
  }

  get paths(): Record<string, number> {
    return Object.fromEntries(this.byPath);
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
