import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { maskedAddress } from '@condenser/sidecar/settings/addressCredentials.ts';
import { expect, it } from 'vitest';

it.each([
  ['http://user:secret@host:11434', 'http://•••@host:11434'],
  ['user:secret@host', '•••@host'],
  ['"https://user:se@cret@host/path"', '"https://•••@host/path"'],
  ['http://user:se/cret@host/path', 'http://•••@host/path'],
  ['http://host:11434/a@b', 'http://host:11434/a@b'],
  ['http://[::1]:11434/a@b', 'http://[::1]:11434/a@b'],
  ['host/a@b', 'host/a@b'],
  ['//user:s3cret@127.0.0.1:1', '•••@127.0.0.1:1'],
  ['http:/user:s3cret@127.0.0.1:1', '•••@127.0.0.1:1'],
  ['http:///user:s3cret@127.0.0.1:1', 'http://•••@127.0.0.1:1'],
  ['http://http://user:s3cret@127.0.0.1:1', 'http://•••@127.0.0.1:1'],
  ['http:user:s3cret@host', '•••@host'],
  ['host:80/user:s3cret@host', '•••@host'],
  ['https://host/?next=http://user:s3cret@host', 'https://•••@host'],
  ['ftp:\\\\user:s3cret@host', '•••@host'],
  ['127.0.0.1:11434', '127.0.0.1:11434'],
  ['', ''],
])('the password in %s is not shown', (address, shown) => {
  expect(maskedAddress(address)).toBe(shown);
});

it.each([
  '//user:s3cret@127.0.0.1:1',
  'http:/user:s3cret@127.0.0.1:1',
  'http:///user:s3cret@127.0.0.1:1',
  'http://http://user:s3cret@127.0.0.1:1',
])('the address to request for %s has no password', (address) => {
  const { url, authorization } = parseOllamaHost(address);
  expect(url).toBe('http://127.0.0.1:1');
  expect(authorization).toBe(`Basic ${Buffer.from('user:s3cret').toString('base64')}`);
});
