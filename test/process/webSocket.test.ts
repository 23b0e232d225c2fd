import { randomUUID } from 'node:crypto';
import { ErrorCode } from '@condenser/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebProcess } from '../browser/webProcess.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';
import { scene } from './scene.ts';
import { startFake } from './starting.ts';
import { openSession, startWeb, WebClient } from './webClient.ts';

let shared: { readonly fake: FakeOllama; readonly web: WebProcess; readonly secret: string };

beforeAll(async () => {
  const fake = await startFakeOllama();
  const web = await WebProcess.start({ host: fake.url });
  shared = { fake, web, secret: await openSession(web) };
});

afterAll(async () => {
  await shared.web.stop();
  await shared.fake.stop();
});

test.each<[name: string, text: string, id: string | number | null, code: number]>([
  ['text', 'hello', null, ErrorCode.parseError],
  ['nothing', '', null, ErrorCode.parseError],
  ['half of a message', '{"jsonrpc":"2.0","id":1,', null, ErrorCode.parseError],
  ['two messages in one', '{"jsonrpc":"2.0"}{"jsonrpc":"2.0"}', null, ErrorCode.parseError],
  ['a frame of the other transport', 'Content-Length: 2\r\n\r\n{}', null, ErrorCode.parseError],
  ['a batch', '[{"jsonrpc":"2.0","id":7,"method":"x"}]', null, ErrorCode.invalidRequest],
  ['an empty batch', '[]', null, ErrorCode.invalidRequest],
  ['a number', '5', null, ErrorCode.invalidRequest],
  ['a string', '"initialize"', null, ErrorCode.invalidRequest],
  ['null', 'null', null, ErrorCode.invalidRequest],
  ['true', 'true', null, ErrorCode.invalidRequest],
  ['an empty object', '{}', null, ErrorCode.invalidRequest],
  ['no version', '{"id":8,"method":"settings/get"}', 8, ErrorCode.invalidRequest],
  [
    'an id that is null',
    '{"jsonrpc":"2.0","id":null,"method":"x"}',
    null,
    ErrorCode.invalidRequest,
  ],
  [
    'an id that is an object',
    '{"jsonrpc":"2.0","id":{},"method":"x"}',
    null,
    ErrorCode.invalidRequest,
  ],
  ['a method that is a number', '{"jsonrpc":"2.0","id":9,"method":1}', 9, ErrorCode.invalidRequest],
  ['an id alone', '{"jsonrpc":"2.0","id":"a"}', 'a', ErrorCode.invalidRequest],
])('a page that sends %s is answered with an error, and is served as before', async (...line) => {
  const [, text, id, code] = line;
  const page = await WebClient.open(shared.web, shared.secret);
  const before = page.log.all.length;

  page.send(text);

  const { message } = await page.log.waitFor('message', () => true, before - 1);
  expect(message).toMatchObject({ jsonrpc: '2.0', id, error: { code } });
  expect(await page.request('settings/get')).toHaveProperty('result');
});

test('bytes that are not UTF-8 are answered like malformed JSON', async () => {
  const page = await WebClient.open(shared.web, shared.secret);
  page.socket.send(Buffer.from([0x22, 0xff, 0x22]));
  const { message } = await page.log.waitFor('message', ({ message }) => message.id === null);
  expect(message.error?.code).toBe(ErrorCode.parseError);
});

test('a socket that never sends its secret is closed', async () => {
  const silent = await WebClient.connect(shared.web);
  expect(await silent.log.waitFor('closed')).toMatchObject({ code: 4401 });
});

test.each([
  ['a few kilobytes', Buffer.alloc(5 * 1024, ' ')],
  ['many empty objects', Buffer.from(`[${'{},'.repeat(7_000_000)}{}]`)],
  ['deep arrays', Buffer.alloc(1024 * 1024, '[')],
  ['bytes', Buffer.alloc(256 * 1024)],
])('a socket that sends %s before its secret is closed at once', async (_, sent) => {
  const page = await WebClient.open(shared.web, shared.secret);
  const stranger = await WebClient.connect(shared.web);

  stranger.socket.send(sent);

  expect(await stranger.log.waitFor('closed')).toMatchObject({ code: 1008 });
  expect(await page.request('settings/get')).toHaveProperty('result');
});

test('a socket that sends a long message in many frames before its secret is closed', async () => {
  const stranger = await WebClient.connect(shared.web);
  for (let frame = 0; frame < 100; frame += 1)
    stranger.socket.send('x'.repeat(100), { fin: false });
  expect(await stranger.log.waitFor('closed')).toMatchObject({ code: 1008 });
});

test('a page may send its secret and a long message together', async () => {
  const page = await WebClient.connect(shared.web);
  page.socket.send(JSON.stringify({ secret: shared.secret }));
  const params = { protocolVersion: 1, clientInfo: { name: 'x'.repeat(64 * 1024) } };
  expect(await page.request('initialize', params)).toMatchObject({ id: 1 });
});

test('a page that never reads is disconnected, and its turn continues', async () => {
  const token = '#'.repeat(256 * 1024);
  const fake = await startFake({ otherwise: { tokens: new Array(200).fill(token), hold: [200] } });
  const web = await startWeb({ host: fake.url });
  const secret = await openSession(web);
  const sleeping = await WebClient.open(web, secret);
  const params = { clientTurnId: randomUUID(), text: scene.question };
  sleeping.send({ jsonrpc: '2.0', id: 'question', method: 'chat/send', params });
  sleeping.socket.pause();
  const { request } = await fake.log.waitFor('held');

  // A page that was only slow would get this answer once it reads again.
  sleeping.send({ jsonrpc: '2.0', id: 'woken', method: 'settings/get' });
  sleeping.socket.resume();
  const woken = sleeping.log.waitFor('message', ({ message }) => message.id === 'woken');
  const first = await Promise.race([woken, sleeping.log.waitFor('closed')]);

  expect(first.kind).toBe('closed');
  fake.release(request);
  const next = await WebClient.open(web, secret);
  expect(await next.request('settings/get')).toHaveProperty('result');
  expect(fake.log.of('closedByClient')).toEqual([]);
});
