import { MAX_MATCHES, matchSecretText } from '@condenser/sidecar/secrets/secretTexts.ts';
import { describe, expect, it } from 'vitest';
import { INNOCENT_TEXTS } from './innocentSamples.ts';
import { B64, SECRET_TEXTS } from './secretSamples.ts';

describe('a text that looks like a secret', () => {
  it.each(SECRET_TEXTS)('%s', (_, text) => expect(matchSecretText(text)).not.toEqual([]));
});

describe('a text that does not', () => {
  it.each(INNOCENT_TEXTS)('%s', (text) => expect(matchSecretText(text)).toEqual([]));
});

it('returns the rule that matched, and the line', () => {
  const text = `# settings\nname=app\nDB_PASSWORD=tr0ub4dor\n\n-----BEGIN EC PRIVATE KEY-----\n${B64}\n`;
  expect(matchSecretText(text)).toEqual([
    { rule: 'password-setting', kind: 'password', line: 3 },
    { rule: 'private-key', kind: 'privateKey', line: 5 },
  ]);
});

it('returns a limited number of matches', () => {
  expect(matchSecretText('DB_PASSWORD=tr0ub4dor\n'.repeat(1_000))).toHaveLength(MAX_MATCHES);
});

describe('the time is linear in the length of the text', () => {
  const MEGABYTE = 1_000_000;
  it.each([
    'a',
    'eyJ',
    'eyJa.',
    'eyJaaaaaaaa.',
    'password=',
    'password="',
    'password: ',
    'PASSWORD=a\n',
    ' ',
    '\t',
    '\n',
    'a://',
    'http://a:',
    'host=a;',
    'server=;password',
    'machine a login b ',
    '-----BEGIN ',
    'Authorization: Bearer ',
    'sk-',
    'sk-a',
    'key-',
    'secret_access_key',
    'token_',
    '--a-password ',
    'a:$6$',
    '?sig=',
    '"password":"a b",',
    'define("A',
    '<password>',
    'xoxb-1.',
    'AccountKey=;',
    'mysql ',
    'mysql a',
    'docker login ',
    'redis-cli -',
    '-u a',
    '-u a:',
    'A_',
    'TOKEN=aaaaaa',
    'ENV A',
    '?password=',
    '//',
    '// a',
    '// password: ',
    '#',
    'key="',
    'name="password" ',
    'IDENTIFIED WITH ',
    'USER a ',
    'ConvertTo-SecureString -a ',
    'password: |\n',
    'password:\u00a0',
    'password=\\\\"',
    'LS0tLS1CRUdJTi',
    'password="((((((((',
    '0123456789:AA',
  ])('%j', (piece) => {
    const text = piece.repeat(MEGABYTE / piece.length);
    const begin = performance.now();
    matchSecretText(text);
    // Quadratic is minutes.
    expect(performance.now() - begin).toBeLessThan(30_000);
  });
});
