import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { Dispatcher } from 'undici';
import { SettingsError } from '../errors/index.ts';
import type { OllamaHost } from './ollamaHost.ts';

/** Proxies as the environment names them; `main` reads it. */
export interface ProxyEnvironment {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly no?: string | undefined;
}

/** How Ollama is reached. */
export interface ConnectionOptions {
  readonly host: OllamaHost;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** PEM file of a certificate authority to trust beside the system's. */
  readonly caFile?: string | undefined;
  readonly proxy: ProxyEnvironment;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The pool of sockets to Ollama. Neither headers nor body have a time limit: a cold model answers
 * its first byte after minutes, and giving up makes Ollama abort the load. Loopback never goes
 * through a proxy.
 *
 * @throws SettingsError when the CA file cannot be read.
 */
export async function createDispatcher(options: ConnectionOptions): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('./undici.ts');
  const ca = options.caFile === undefined ? undefined : readCaFile(options.caFile);
  const common = {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: CONNECT_TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) },
  };
  const { http, https, no } = options.proxy;
  if (options.host.loopback || !(http || https)) return new Agent(common);
  return new EnvHttpProxyAgent({
    ...common,
    ...(ca === undefined ? {} : { requestTls: { ca } }),
    // Empty strings keep undici from reading the environment itself.
    httpProxy: http ?? '',
    httpsProxy: https ?? '',
    noProxy: no ?? '',
  });
}

function readCaFile(file: string): string[] {
  try {
    // What is given to TLS takes the place of the authorities that it trusts by itself.
    return [...rootCertificates, readFileSync(file, 'utf8')];
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError({ file: 'settings.json', field: 'caFile', problem }, { cause });
  }
}
