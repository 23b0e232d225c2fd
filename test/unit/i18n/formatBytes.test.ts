import { formatBytes } from '@condenser/sidecar/i18n/formatBytes.ts';
import { expect, it } from 'vitest';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [54_000_000, '54 MB'],
  [98_362_432, '98.4 MB'],
  [147_000_001, '147 MB'],
  [4_683_000_000, '4.7 GB'],
  [18_600_000_000, '18.6 GB'],
  [2e15, '2000 TB'],
])('%d bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
