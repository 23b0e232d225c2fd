import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { HttpProblem } from '@condenser/sidecar/http/answers.ts';
import {
  checkRequest,
  type GuardRules,
  parseTarget,
} from '@condenser/sidecar/http/requestGuard.ts';
import { describe, expect, test } from 'vitest';

test.each<[string | undefined, string | undefined]>([
  ['/', '/'],
  ['/a/b?c=d', '/a/b?c=d'],
  ['/a/../b/./c', '/b/c'],
  ['/%2e%2e/b', '/b'],
  ['/%zz%00', '/%zz%00'],
  ['/a?b=http://c//d', '/a?b=http://c//d'],
  ['/a//b', '/a//b'],
  ['/:80', '/:80'],
  ['/[', '/['],
  [undefined, undefined],
  ['', undefined],
  ['*', undefined],
  ['//', undefined],
  ['///', undefined],
  ['//host/path', undefined],
  ['/\\host', undefined],
  ['/a\\b', undefined],
  ['http://[', undefined],
  ['http://localhost/', undefined],
  ['localhost:80', undefined],
  ['path', undefined],
  ['?a', undefined],
  ['/a#b', undefined],
  ['/a b', undefined],
  ['/a\tb', undefined],
  ['/a\u0000', undefined],
  ['/a\u007f', undefined],
  ['/a\u009b', undefined],
  ['/\u00e9', undefined],
])('the target %j is read as %j', (target, read) => {
  const parsed = parseTarget(target);
  expect(parsed && `${parsed.path}${parsed.search}`).toBe(read);
});

interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** `allowed`, or the status of the refusal. */
function outcome(rules: GuardRules, { method = 'GET', target = '/', headers = {} }: Sent) {
  const request = new IncomingMessage(new Socket());
  request.method = method;
  request.url = target;
  for (const [name, values] of Object.entries({ host: 'localhost:8000', ...headers })) {
    const list = [values].flat();
    request.headersDistinct[name] = [...list];
    request.headers[name] = list[0];
  }
  try {
    return checkRequest(request, rules).preflight ? 'preflight' : 'allowed';
  } catch (error) {
    if (error instanceof HttpProblem) return error.status;
    throw error;
  }
}

const own = { origin: 'http://localhost:8000' };
const foreign = { origin: 'http://evil.example' };
const hosts = new Set(['localhost']);

describe('a server for its own page', () => {
  const rules: GuardRules = { hosts, port: 8000, pages: 'own' };

  test.each<[string, Sent, ReturnType<typeof outcome>]>([
    ['a page that is opened', {}, 'allowed'],
    ['a script of the page', { headers: own }, 'allowed'],
    ['a POST of the page', { method: 'POST', headers: own }, 'allowed'],
    ['a POST without an Origin', { method: 'POST' }, 403],
    ['an upgrade of the page', { headers: { ...own, upgrade: 'websocket' } }, 'allowed'],
    ['an upgrade without an Origin', { headers: { upgrade: 'websocket' } }, 403],
    ['a foreign Origin', { headers: foreign }, 403],
    ['another port in the Host', { headers: { host: 'localhost:8001' } }, 403],
    ['no port in the Host', { headers: { host: 'localhost' } }, 403],
    ['an empty Host', { headers: { host: '' } }, 403],
    ['two Hosts', { headers: { host: ['localhost:8000', 'localhost:8000'] } }, 400],
    ['two Hosts and a malformed target', { target: '//', headers: { host: ['a', 'b'] } }, 400],
    ['a malformed target', { target: '//' }, 400],
    ['a malformed target of a foreign page', { target: '//', headers: foreign }, 403],
    ['a malformed target at a foreign Host', { target: '*', headers: { host: 'a' } }, 403],
    ['a preflight', { method: 'OPTIONS', headers: foreign }, 403],
  ])('%s: %j is %s', (_name, sent, expected) => {
    expect(outcome(rules, sent)).toBe(expected);
  });
});

describe('a server for named pages, with a token', () => {
  const rules: GuardRules = {
    hosts,
    pages: ['http://app.example'],
    token: 'secret',
    openPaths: new Set(['/healthz']),
  };
  const named = { origin: 'http://app.example' };
  const authorization = 'Bearer secret';

  test.each<[string, Sent, ReturnType<typeof outcome>]>([
    ['a program with the token', { headers: { authorization } }, 'allowed'],
    ['a program without it', {}, 401],
    ['a named page with the token', { headers: { ...named, authorization } }, 'allowed'],
    ['a foreign page with the token', { headers: { ...foreign, authorization } }, 403],
    ['an open path', { target: '/healthz?a=b' }, 'allowed'],
    ['an open path behind dots', { target: '/docs/../healthz' }, 'allowed'],
    ['a path behind an open one', { target: '/healthz/../docs' }, 401],
    ['an open path, encoded', { target: '/%68ealthz' }, 401],
    ['a preflight of a named page', { method: 'OPTIONS', headers: named }, 'preflight'],
    ['a preflight of a foreign page', { method: 'OPTIONS', headers: foreign }, 403],
    ['OPTIONS of a program', { method: 'OPTIONS' }, 401],
    ['a malformed target without the token', { target: 'http://[' }, 401],
    ['a malformed target with it', { target: 'http://[', headers: { authorization } }, 400],
  ])('%s: %j is %s', (_name, sent, expected) => {
    expect(outcome(rules, sent)).toBe(expected);
  });
});

test('a server without pages rejects every Origin, even its own', () => {
  const rules: GuardRules = { hosts, pages: 'none' };
  expect(outcome(rules, { method: 'POST' })).toBe('allowed');
  expect(outcome(rules, { headers: own })).toBe(403);
  expect(outcome(rules, { headers: { origin: '' } })).toBe(403);
});
