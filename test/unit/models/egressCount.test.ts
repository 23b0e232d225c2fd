import { EgressCount } from '@condenser/sidecar/models/httpConnection.ts';
import { expect, it } from 'vitest';

it.each([
  ['/api/blobs/sha256:0123456789abcdef', '/api/blobs/…'],
  ['/api/blobs/SHA256:0123456789ABCDEF', '/api/blobs/…'],
  ['/api/blobs/sha256-0123456789abcdef', '/api/blobs/…'],
  ['/api/blobs/sha512:0123', '/api/blobs/…'],
  ['/ollama/api/blobs/sha256%3A0123', '/ollama/api/blobs/…'],
])('the digest of a file is not recorded: %s', (path, kept) => {
  const count = new EgressCount(new Date(0));
  count.note('HEAD', `http://h:1${path}`);
  count.note('HEAD', `http://h:1${path}ff`);

  expect(count.paths).toEqual({ [`HEAD ${kept}`]: 2 });
  expect(JSON.stringify([count.paths, count.hosts])).not.toMatch(/sha|0123/i);
});

it('other paths and hosts are counted without their query', () => {
  const count = new EgressCount(new Date(0));
  count.note('POST', 'http://user:secret@h:1/api/chat?a=secret');

  expect(count.paths).toEqual({ 'POST /api/chat': 1 });
  expect(count.hosts).toEqual({ 'http://h:1': 1 });
});
