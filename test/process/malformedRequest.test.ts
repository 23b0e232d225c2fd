import { expect, test } from 'vitest';
import { startEngineChild } from './engineChild.ts';
import { serve } from './langserve/servedChain.ts';
import { type RawRequest, sendRaw } from './rawRequest.ts';
import { startFake } from './starting.ts';
import { startWeb } from './webClient.ts';

/** A line of the log with an error or a stack. */
const UNEXPECTED = / error | {4}at /;
const POST_CUT = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"token":';

/** [description, target and following lines, action of the client, status] */
const cases = (port: number, post: string): [string, RawRequest, string | undefined][] => {
  const host = `Host: 127.0.0.1:${port}`;
  const origin = `Origin: http://127.0.0.1:${port}`;
  const get = (target: string, lines = host): RawRequest => ({
    bytes: Buffer.from(`GET ${target} HTTP/1.1\r\n${lines}\r\n\r\n`, 'latin1'),
    after: 'waits',
  });
  const cut = `POST ${post} HTTP/1.1\r\n${host}\r\n`;
  return [
    ['two slashes', get('//'), '400'],
    ['two slashes, from a foreign page', get('//', 'Host: a\r\nOrigin: http://a'), '403'],
    ['a host in the path', get('//evil.example/'), '400'],
    ['a host behind a backslash', get('/\\evil.example/'), '400'],
    ['half an address', get('http://['), '400'],
    ['an address', get(`http://127.0.0.1:${port}/`), '400'],
    ['a star', get('*'), '400'],
    ['a fragment', get('/#a'), '400'],
    ['a control byte', get('/\u0001'), '400'],
    ['an escape sequence of 8 bits', get('/\u009b31m'), '400'],
    ['no target', get(''), '400'],
    ['two Hosts', get('/', `${host}\r\n${host}`), '400'],
    ['two Hosts, one foreign', get('/', `${host}\r\nHost: evil.example`), '400'],
    ['two Hosts, the first foreign', get('/', `Host: evil.example\r\n${host}`), '400'],
    ['an empty Host', get('/', 'Host:'), '403'],
    ['no Host', get('/', 'A: b'), '400'],
    ['a body that is cut', { bytes: `${cut}${origin}\r\n${POST_CUT}`, after: 'ends' }, undefined],
    [
      'a body that is reset',
      { bytes: `${cut}${origin}\r\n${POST_CUT}`, after: 'resets' },
      undefined,
    ],
  ];
};

/** Sends every case, then a well-formed request. */
async function tryAll(port: number, post: string): Promise<void> {
  for (const [name, request, status] of cases(port, post)) {
    const answer = await sendRaw(port, request);
    if (status !== undefined) expect([name, answer?.split(' ')[1]]).toEqual([name, status]);
  }
}

test('web answers malformed requests, and still serves its page', async () => {
  const fake = await startFake();
  const web = await startWeb({ host: fake.url });
  await tryAll(web.port, '/session');
  expect((await fetch(new URL('/', web.link))).status).toBe(200);
  expect(web.stderr).not.toMatch(UNEXPECTED);
});

test.each([
  ['the socket', '/rpc', 'websocket', '13', '101'],
  ['two slashes', '//', 'websocket', '13', '400'],
  ['an address', 'http://[', 'websocket', '13', '400'],
  ['another path', '/', 'websocket', '13', '403'],
  ['another protocol', '/rpc', 'h2c', '13', '400'],
  ['an old version', '/rpc', 'websocket', '7', '400'],
])('web answers an upgrade to %s, also when its client resets', async (...line) => {
  const [, target, protocol, version, status] = line;
  const fake = await startFake();
  const web = await startWeb({ host: fake.url });
  const lines = [
    `GET ${target} HTTP/1.1`,
    `Host: 127.0.0.1:${web.port}`,
    `Origin: http://127.0.0.1:${web.port}`,
    `Upgrade: ${protocol}`,
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Version: ${version}`,
  ];
  const bytes = `${lines.join('\r\n')}\r\n\r\n`;

  expect((await sendRaw(web.port, { bytes, after: 'waits' }))?.split(' ')[1]).toBe(status);
  const foreign = bytes.replace('Origin: http://127.0.0.1', 'Origin: http://evil.example');
  expect((await sendRaw(web.port, { bytes: foreign, after: 'waits' }))?.split(' ')[1]).toBe('403');
  const resets = Array.from({ length: 50 }, () => [bytes, foreign]).flat();
  await Promise.all(resets.map((each) => sendRaw(web.port, { bytes: each, after: 'resets' })));
  expect((await fetch(new URL('/', web.link))).status).toBe(200);
  expect(web.stderr).not.toMatch(UNEXPECTED);
});

test('serve answers malformed requests without logging an error', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  await tryAll(Number(new URL(served.url).port), '/llama3/invoke');
  expect((await served.get('/healthz')).status).toBe(200);
  expect(served.stderr).not.toMatch(UNEXPECTED);
});

test('the engine answers malformed requests without logging an error', async () => {
  const engine = await startEngineChild();
  await tryAll(engine.port, '/api/chat');
  expect((await fetch(`http://127.0.0.1:${engine.port}/api/version`)).status).toBe(200);
  expect(engine.stderr()).not.toMatch(UNEXPECTED);
});
