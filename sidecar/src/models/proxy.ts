import { BlockList, isIP, isIPv4 } from 'node:net';
import { CondenserError } from '../errors.ts';

/** The proxy variables of the environment, which cli/ reads. */
export interface ProxyEnvironment {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly no?: string | undefined;
}

/** A proxy, and the variable that names it. */
export interface NamedProxy {
  readonly variable: 'HTTP_PROXY' | 'HTTPS_PROXY';
  readonly address: string;
}

/** The route to a host: through a proxy, or directly and why. */
export type Route =
  | { readonly via: 'proxy'; readonly proxy: NamedProxy }
  | { readonly via: 'direct'; readonly because: 'loopback' | 'private' | 'excepted' | 'noProxy' };

/** Private networks (RFC 1918, 3927, 4193, 4291, 6598). */
const PRIVATE = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
]);
const PRIVATE_DOMAINS = /\.(?:local|internal|lan|home|home\.arpa|localdomain)$/;

/** The proxy that the environment names for this URL, regardless of NO_PROXY. */
export function namedProxy(
  { protocol }: URL,
  { http, https }: ProxyEnvironment,
): NamedProxy | undefined {
  if (protocol === 'https:' && https) return { variable: 'HTTPS_PROXY', address: https };
  return http ? { variable: 'HTTP_PROXY', address: http } : undefined;
}

/**
 * The route to this URL. Prompts go through a proxy only if one is named, the host is neither this
 * machine nor in a private network, and NO_PROXY does not exclude it.
 */
export function routeTo(url: URL, loopback: boolean, environment: ProxyEnvironment): Route {
  const proxy = namedProxy(url, environment);
  if (proxy === undefined) return { via: 'direct', because: 'noProxy' };
  if (loopback) return { via: 'direct', because: 'loopback' };
  if (isExcepted(url, environment.no ?? '')) return { via: 'direct', because: 'excepted' };
  if (isPrivate(hostNameOf(url))) return { via: 'direct', because: 'private' };
  return { via: 'proxy', proxy };
}

/**
 * The address of a proxy; without a scheme it is an HTTP proxy.
 *
 * @throws `proxy` when it is malformed, or not an HTTP proxy.
 */
export function proxyUrl({ variable, address }: NamedProxy): URL {
  const text = address.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  const proxy = withoutCredentials(text);
  if (url === undefined || url.hostname === '')
    throw new CondenserError('proxy', { variable, proxy });
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new CondenserError('proxy', { variable, proxy, scheme: url.protocol.slice(0, -1) });
}

/** The address of a proxy without its user and password, for display. */
export function withoutCredentials(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1');
}

/**
 * Whether NO_PROXY excludes the host. Its entries are names (which include their subdomains), `.corp`
 * and `*.corp`, patterns such as `10.1.*`, addresses, and networks in CIDR notation; all but networks
 * may have a port. `*` means every host.
 */
export function isExcepted(url: URL, exceptions: string): boolean {
  const name = hostNameOf(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[,;\s]+/)
    .some((entry) => entry !== '' && matches(entry, name, port));
}

function matches(given: string, name: string, port: string): boolean {
  if (given === '*') return true;
  if (given === '<local>') return isPrivate(name);
  const entry = given.replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
  const network = /^\[?([0-9a-f.:]+)\]?\/(\d+)$/.exec(entry);
  if (network)
    return isIP(name) !== 0 && inNetworks(name, blockList([`${network[1]}/${network[2]}`]));
  const { host, only } = splitPort(entry.replace(/\/.*$/, ''));
  if (only !== undefined && Number(only) !== Number(port)) return false;
  if (isIP(host)) return isIP(name) !== 0 && inNetworks(name, addressList(host));
  const domain = host.replace(/^\*?\./, '').replace(/\.$/, '');
  if (domain.includes('*')) return globPattern(domain).test(name);
  if (isIP(name)) return false;
  return domain !== '' && (name === domain || name.endsWith(`.${domain}`));
}

function splitPort(entry: string): { host: string; only?: string | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  if (bracketed) return { host: bracketed[1] ?? '', only: bracketed[2] };
  if (isIP(entry)) return { host: entry };
  const [, host = entry, only] = /^(.+?):(\d+)$/.exec(entry) ?? [];
  return { host, only };
}

/** A name without its trailing dot, or an address without brackets and zone. */
function hostNameOf({ hostname }: URL): string {
  const name = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return name.replace(/\.$/, '').replace(/%.*$/, '');
}

function isPrivate(name: string): boolean {
  if (isIP(name)) return inNetworks(name, PRIVATE);
  // A name without a dot belongs to the local network.
  return !name.includes('.') || PRIVATE_DOMAINS.test(name);
}

function inNetworks(address: string, networks: BlockList): boolean {
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address);
  const [high, low] = [mapped?.[1], mapped?.[2]].map((part) => Number.parseInt(part ?? '', 16));
  const plain =
    high !== undefined && low !== undefined && mapped
      ? [high >> 8, high & 255, low >> 8, low & 255].join('.')
      : address;
  return networks.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

function addressList(address: string): BlockList {
  const list = new BlockList();
  list.addAddress(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}

/** Skips invalid networks. */
function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    const bits = isIPv4(address) ? 32 : 128;
    if (isIP(address) === 0 || Number(prefix) > bits) continue;
    list.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

function globPattern(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}
