import { maskedAddress } from '@condenser/sidecar/settings/secrets.ts';
import { expect, it } from 'vitest';

it.each([
  ['http://user:secret@host:11434', 'http://•••@host:11434'],
  ['user:secret@host', '•••@host'],
  ['"https://user:se@cret@host/path"', '"https://•••@host/path"'],
  ['http://user:se/cret@host/path', 'http://•••@host/path'],
  ['http://host:11434/a@b', 'http://host:11434/a@b'],
  ['http://[::1]:11434/a@b', 'http://[::1]:11434/a@b'],
  ['host/a@b', 'host/a@b'],
  ['127.0.0.1:11434', '127.0.0.1:11434'],
  ['', ''],
])('the password in %s is not shown', (address, shown) => {
  expect(maskedAddress(address)).toBe(shown);
});
