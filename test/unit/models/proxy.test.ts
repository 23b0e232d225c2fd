import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { proxyUrl, routeTo, withoutCredentials } from '@condenser/sidecar/models/proxy.ts';
import { describe, expect, it } from 'vitest';

const http = 'http://proxy:3128';

function route(host: string, no?: string) {
  const { url, loopback } = parseOllamaHost(host);
  const found = routeTo(new URL(url), loopback, { http, https: http, no });
  return found.via === 'proxy' ? 'proxy' : found.because;
}

describe('NO_PROXY', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['8.8.8.8', '8.0.0.0/8'],
    ['8.8.8.8', 'example.com,8.8.8.0/24'],
    ['8.8.8.8', '8.8.8.8/32'],
    ['8.8.8.8', '0.0.0.0/0'],
    ['8.8.8.8', '8.8.*'],
    ['8.8.8.8:11434', '8.8.8.8:11434'],
    ['[2001:db8::1]', '2001:db8::/32'],
    ['[2001:db8::1]', '[2001:db8::]/32'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:DB8:0::1]:1', '[2001:db8::1]:1'],
    ['::ffff:8.8.8.8', '8.0.0.0/8'],
    ['gpu.corp', '*.corp'],
    ['gpu.corp', '.corp'],
    ['gpu.corp', 'corp'],
    ['GPU.Corp', '.CORP'],
    ['a.gpu.corp', '.corp'],
    ['corp', '.corp'],
    ['gpu.corp.', '.corp'],
    ['gpu.corp', 'gpu.corp.'],
    ['gpu-3.corp', 'gpu-*.corp'],
    ['gpu.corp', 'gpu.corp:11434'],
    ['https://gpu.corp', '.corp:443'],
    ['gpu.corp', 'http://gpu.corp'],
    ['gpu.corp', 'a, b ,  gpu.corp'],
    ['gpu.corp', 'a;gpu.corp'],
    ['gpu.corp', 'a *'],
  ])('excludes %s: %s', (host, no) => {
    expect(route(host, no)).toBe('excepted');
  });

  it.each([
    ['8.8.8.8', '9.0.0.0/8'],
    ['8.8.8.8', '8.8.8.8/33'],
    ['8.8.8.8', '8.8.8.8:1'],
    ['8.8.8.8', '8.8.8'],
    ['8.8.8.8', '/8'],
    ['8.8.8.8', '2001:db8::/32'],
    ['[2001:db8::1]', '2001:db9::/32'],
    ['gpu.corp', 'gpu.corp:80'],
    ['gpu.corp', 'pu.corp'],
    ['gpu.corp', '*.gpu.corp.example'],
    ['gpu.corp', '10.0.0.0/8'],
    ['notcorp.example', '.corp'],
    ['gpu.corp', ''],
    ['gpu.corp', ',, ,'],
  ])('does not exclude %s: %s', (host, no) => {
    expect(route(host, no)).toBe('proxy');
  });
});

describe('without NO_PROXY', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0'])('%s is this machine', (host) => {
    expect(route(host)).toBe('loopback');
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.5',
    '169.254.1.1',
    '100.64.0.1',
    '::ffff:10.0.0.1',
    '[fd12::1]',
    '[fe80::1]',
    'gpu',
    'gpu.local',
    'gpu.internal',
    'nas.home.arpa',
  ])('%s is in a private network', (host) => {
    expect(route(host)).toBe('private');
  });

  it.each(['8.8.8.8', '172.32.0.1', '11.0.0.1', '[2001:db8::1]', 'gpu.example.com', 'ollama.com'])(
    '%s is reached through the proxy',
    (host) => {
      expect(route(host)).toBe('proxy');
    },
  );

  it('every host is reached directly without a proxy', () => {
    const direct = { via: 'direct', because: 'noProxy' };
    expect(routeTo(new URL('http://gpu.corp'), false, {})).toEqual(direct);
    expect(routeTo(new URL('http://gpu.corp'), false, { https: http })).toEqual(direct);
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['proxy:3128', 'http://proxy:3128/'],
    ['10.0.0.1:3128', 'http://10.0.0.1:3128/'],
    [' proxy.corp ', 'http://proxy.corp/'],
    ['user:pass@proxy:3128', 'http://user:pass@proxy:3128/'],
    ['HTTP://proxy:3128', 'http://proxy:3128/'],
    ['https://proxy:3128', 'https://proxy:3128/'],
  ])('%s is %s', (address, url) => {
    expect(proxyUrl({ variable: 'HTTP_PROXY', address }).href).toBe(url);
  });

  it.each([
    'http://',
    'proxy:port',
    'a b',
    'http://user:secret@',
    'socks5://user:secret@proxy:1080',
  ])('%s is rejected, naming its variable and not its password', (address) => {
    const named = { variable: 'HTTPS_PROXY', address } as const;
    expect(() => proxyUrl(named)).toThrow(expect.objectContaining({ kind: 'proxy' }));
    expect(() => proxyUrl(named)).toThrow('HTTPS_PROXY');
    expect(() => proxyUrl(named)).not.toThrow('secret');
  });

  it('is shown without its password', () => {
    expect(withoutCredentials('http://user:p@ss@proxy:1')).toBe('http://proxy:1');
    expect(withoutCredentials('user:pass@proxy:1')).toBe('proxy:1');
  });
});
