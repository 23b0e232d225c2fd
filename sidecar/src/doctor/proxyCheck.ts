import { isError } from '../errors.ts';
import type { Wording } from '../i18n/wording.ts';
import { parseOllamaHost } from '../models/ollama/ollamaHost.ts';
import {
  namedProxy,
  type ProxyEnvironment,
  proxyUrl,
  routeTo,
  withoutCredentials,
} from '../models/proxy.ts';
import { type Finding, failure, finding } from './finding.ts';

/** Why a proxy that is named is not used, and how that is said. */
const DIRECT = {
  loopback: 'proxyBypassed',
  private: 'proxyPrivate',
  excepted: 'proxyExcepted',
} as const;

/** Whether a proxy stands between here and Ollama; nothing where no variable names one. */
export function checkProxy(
  host: URL,
  environment: ProxyEnvironment,
  wording: Wording,
): Finding | undefined {
  const texts = wording.doctor;
  const named = namedProxy(host, environment);
  if (named === undefined) return undefined;
  const { variable, address } = named;
  const facts = { variable, host: host.origin, proxy: withoutCredentials(address) };
  const route = routeTo(host, parseOllamaHost(host.href).loopback, environment);
  if (route.via === 'direct') {
    if (route.because === 'noProxy') return undefined;
    return finding('proxy', 'ok', DIRECT[route.because], facts, texts);
  }
  try {
    proxyUrl(named);
  } catch (error) {
    if (isError(error, 'proxy')) return failure('proxy', error, wording);
    throw error;
  }
  return finding('proxy', 'warning', 'proxyUsed', facts, texts);
}
