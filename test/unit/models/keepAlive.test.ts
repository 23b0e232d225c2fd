import { Settings } from '@condenser/protocol';
import { keepAliveFor } from '@condenser/sidecar/models/ollama/ollamaModels.ts';
import { expect, it } from 'vitest';

it.each<[string | number, string | number]>([
  ['-1', -1],
  ['0', 0],
  ['300', 300],
  [' 60 ', 60],
  ['+5', 5],
  ['1.5', 1.5],
  [-1, -1],
  [0, 0],
  ['5m', '5m'],
  ['1h30m', '1h30m'],
  ['-1s', '-1s'],
  ['1.5h', '1.5h'],
  ['100ms', '100ms'],
])('%j is sent as %j', (given, sent) => {
  expect(Settings.parse({ keepAlive: given }).keepAlive).toBe(given);
  expect(keepAliveFor(given)).toBe(sent);
});

it.each(['', 'forever', '5 m', '5min', '5d', 'm', '-', '1h30', '5M', true, null, Number.NaN])(
  '%j is refused',
  (keepAlive) => {
    const parsed = Settings.safeParse({ keepAlive });
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.path).toEqual(['keepAlive']);
    expect(parsed.error?.issues[0]?.message).toContain('30m');
  },
);

it.each([
  '2562048h',
  '9223372037s',
  '9223372036854775808ns',
  '2562047h48m',
  '-2562048h',
  '9223372037',
  '1'.repeat(400),
  `${'9'.repeat(400)}ns`,
  9_223_372_037,
  -1e300,
  1e300,
])('%j is longer than a duration can be, and refused', (keepAlive) => {
  const parsed = Settings.safeParse({ keepAlive });
  expect(parsed.error?.issues[0]?.path).toEqual(['keepAlive']);
  expect(parsed.error?.issues[0]?.message).toContain('292 years');
});

it.each(['2562047h', '9223372036s', '9223372036', 9_223_372_036, -9_223_372_036])(
  '%j is as long as a duration can be',
  (keepAlive) => {
    expect(Settings.parse({ keepAlive }).keepAlive).toBe(keepAlive);
  },
);
