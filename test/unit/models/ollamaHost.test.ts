import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { describe, expect, it } from 'vitest';
import { hostTable } from './ollamaHostTable.ts';

/** The request as a URL parser reads it, so that only what reaches the wire is compared. */
function request(base: string): string {
  const url = `${base}/api/version`;
  return URL.canParse(url) ? new URL(url).href : 'no URL';
}

describe('an address is parsed as by Ollama', () => {
  it.each(hostTable)('%j', (value, base) => {
    expect(request(parseOllamaHost(value).url)).toBe(request(base));
  });

  it('is the default if nothing is set', () => {
    expect(parseOllamaHost(undefined)).toEqual({ url: 'http://127.0.0.1:11434', loopback: true });
  });

  it.each([
    [':8080', 'http://127.0.0.1:8080'],
    [':8080/', 'http://127.0.0.1:8080'],
    [':', 'http://127.0.0.1:11434'],
    ['[]:8080', 'http://127.0.0.1:8080'],
    ['http://:8080', 'http://127.0.0.1:8080'],
    ['https://:8080', 'https://127.0.0.1:8080'],
  ])('a missing host is this machine, as for Go’s sockets: %s', (value, url) => {
    expect(parseOllamaHost(value)).toEqual({ url, loopback: true });
  });

  it('never ends in a slash, so that a path can follow', () => {
    for (const [value] of hostTable) expect(parseOllamaHost(value).url).not.toMatch(/\/$/);
  });

  it.each([
    ['user:secret@example.com:1234', 'http://example.com:1234', 'user:secret'],
    ['http://user:secret@example.com:1234', 'http://example.com:1234', 'user:secret'],
    ['https://user:secret@example.com/ollama', 'https://example.com:443/ollama', 'user:secret'],
    ['http://us%20er:p%40ss%2Fw%3Ard@h:1', 'http://h:1', 'us er:p@ss/w:rd'],
    ['http://user:p@ss@h:1', 'http://h:1', 'user:p@ss'],
    ['http://user:a:b@h:1', 'http://h:1', 'user:a:b'],
    ['http://user:pa/ss@h:1', 'http://h:1', 'user:pa/ss'],
    ['http://user:100%@h:1', 'http://h:1', 'user:100%'],
    ['http://key@h:1', 'http://h:1', 'key:'],
    ['http://用户:密码@h:1', 'http://h:1', '用户:密码'],
    ['user:secret@[::1]:1', 'http://[::1]:1', 'user:secret'],
    ['"http://user:secret@h:1"', 'http://h:1', 'user:secret'],
  ])('user and password go to the Authorization header, not to the URL: %s', (value, url, said) => {
    const { url: read, authorization = '' } = parseOllamaHost(value);
    expect(read).toBe(url);
    const [scheme, credentials = ''] = authorization.split(' ');
    expect(scheme).toBe('Basic');
    expect(Buffer.from(credentials, 'base64').toString()).toBe(said);
  });

  it('a path with an at sign has no user', () => {
    expect(parseOllamaHost('http://h:1/a@b')).toEqual({ url: 'http://h:1/a@b', loopback: false });
  });
});

describe('an address of this machine never goes through a proxy', () => {
  it.each([
    'localhost',
    'LOCALHOST:1234',
    'localhost.',
    'ollama.localhost',
    '127.0.0.1',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0',
    '0.0.0.0',
    '[::]',
    '::1',
    '[0:0:0:0:0:0:0:1]:1',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]:1',
    '::ffff:0.0.0.0',
    'https://localhost/path',
    '',
  ])('%s', (value) => {
    expect(parseOllamaHost(value).loopback).toBe(true);
  });

  it.each([
    'example.com',
    'localhost.example.com',
    'notlocalhost',
    '127.example.com',
    '127.0.0.1.example.com',
    '192.168.0.1',
    '1270.0.0.1',
    '10.127.0.0',
    '[::2]',
    '[fe80::1]',
    '::ffff:1.2.3.4',
    'ollama.com',
    'localhost@example.com',
    'example.com/localhost',
  ])('but one of another machine may: %s', (value) => {
    expect(parseOllamaHost(value).loopback).toBe(false);
  });
});
