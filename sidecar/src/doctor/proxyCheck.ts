import type { ProxyEnvironment } from '../model/proxy.ts';
import { parseOllamaHost } from '../model/ollamaHost.ts';
import type { DoctorTexts } from '../wording/wording.ts';
import { type Finding, finding } from './finding.ts';

/** Whether a proxy stands between here and Ollama; nothing where no variable names one. */
export function checkProxy(
  host: URL,
  proxy: ProxyEnvironment,
  texts: DoctorTexts,
): Finding | undefined {
  const inForce = proxyFor(host, proxy);
  if (inForce === undefined) return undefined;
  const { variable } = inForce;
  const facts = { variable, host: host.origin, proxy: withoutCredentials(inForce.address) };
  if (parseOllamaHost(host.href).loopback) {
    return finding('proxy', 'ok', 'proxyBypassed', facts, texts);
  }
  return isExcepted(host, proxy.no ?? '')
    ? finding('proxy', 'ok', 'proxyExcepted', facts, texts)
    : finding('proxy', 'warning', 'proxyUsed', facts, texts);
}

/** As undici's EnvHttpProxyAgent (7.30) chooses: https takes the proxy of http where it has none. */
function proxyFor({ protocol }: URL, { http, https }: ProxyEnvironment) {
  if (protocol === 'https:' && https) return { variable: 'HTTPS_PROXY', address: https };
  return http ? { variable: 'HTTP_PROXY', address: http } : undefined;
}

/** NO_PROXY as the same agent reads it: names with their subdomains, each perhaps with a port. */
function isExcepted(host: URL, exceptions: string): boolean {
  if (exceptions === '*') return true;
  const name = host.hostname.toLowerCase();
  const port = host.port || (host.protocol === 'https:' ? '443' : '80');
  return exceptions.split(/[,\s]/).some((entry) => {
    const [, plain = '', only] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
    const excepted = plain.replace(/^\*?\./, '').toLowerCase();
    if (excepted === '' || (only !== undefined && Number(only) !== Number(port))) return false;
    return name === excepted || name.endsWith(`.${excepted}`);
  });
}

/** The address of a proxy may hold a password. */
function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '$1');
}
