import { request } from 'node:http';
import { expect, test } from 'vitest';
import { runToEnd } from '../runToEnd.ts';
import { startFake } from '../starting.ts';
import { type ServedChain, serve } from './servedChain.ts';

const body = { input: { chat_history: [], question: 'What is it?' } };
const app = 'http://app.test:3000';

test('a plain-text POST from any page does not run the model', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const before = fake.log.of('request').length;
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'text/json', ''];
  for (const type of types) {
    const headers = { 'content-type': type };
    expect((await served.post('/llama3/invoke', body, { headers })).status).toBe(415);
    const foreign = { ...headers, origin: 'http://evil.test' };
    expect((await served.post('/llama3/stream', body, { headers: foreign })).status).toBe(403);
  }
  expect(fake.log.of('request')).toHaveLength(before);
});

test('an origin that is not allowed is refused before any work, also with JSON', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url, args: ['--cors', app] });
  const before = fake.log.of('request').length;
  for (const origin of ['http://evil.test', 'null', `${app}1`, 'https://app.test:3000']) {
    const response = await served.post('/llama3/invoke', body, { headers: { origin } });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(fake.log.of('request')).toHaveLength(before);
});

test('pages of the server itself and other clients may send requests without CORS', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const own = await served.post('/llama3/invoke', body, { headers: { origin: served.url } });
  expect(own.status).toBe(200);
  expect(own.headers.get('access-control-allow-origin')).toBeNull();
});

test('an allowed origin gets its preflight and its headers', async () => {
  const fake = await startFake();
  const served = await serve({
    host: fake.url,
    args: ['--cors', app],
    env: { CONDENSER_TOKEN: 't' },
  });
  const preflight = await served.get('/llama3/invoke', {
    method: 'OPTIONS',
    headers: {
      origin: app,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,authorization',
    },
  });
  expect(preflight.status).toBe(200);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': app,
    'access-control-allow-headers': 'content-type,authorization',
    'access-control-max-age': '600',
    vary: 'Origin',
  });
  const refused = await served.post('/llama3/invoke', body, { headers: { origin: app } });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, app]);
});

test.each([
  ['evil.test', 403],
  ['localhost.evil.test:80', 403],
  ['localhost:1', 200],
  ['chat.test', 200],
])('the Host %s is answered with %i', async (host, status) => {
  const fake = await startFake();
  const served = await serve({ host: fake.url, args: ['--allowed-host', 'chat.test'] });
  expect(await statusFor(served, host)).toBe(status);
});

test('everything but the health check requires the token', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url, args: ['--token', 'opensesame'] });
  const closed = ['/metrics', '/docs', '/openapi.json', '/llama3/input_schema'];
  for (const path of closed) {
    const response = await served.get(path);
    expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
      path,
      401,
      'Bearer',
    ]);
    const headers = { authorization: 'Bearer opensesame' };
    expect([path, (await served.get(path, { headers })).status]).toEqual([path, 200]);
  }
  expect((await served.get('/healthz')).status).toBe(200);
  const wrong = { headers: { authorization: 'Bearer opensesam' } };
  expect((await served.post('/llama3/invoke', body, wrong)).status).toBe(401);
  expect(fake.chats).toEqual([]);
});

test.each([
  [['--host', '0.0.0.0'], /--token/],
  [['--token', ''], /--token/],
  [['--path', 'llama3'], /--path/],
  [['--path', '/a,chain=other'], /--path/],
  [['--port', 'x'], /must be an integer from 0 to 65535/],
])('%j is refused, and said why', async (args, said) => {
  const bundle = 'sidecar/dist/condenser.mjs';
  const { code, stderr } = await runToEnd(
    process.execPath,
    [bundle, 'serve', '--port', '0', ...args],
    { env: { PATH: process.env.PATH, HOME: '/nonexistent', OLLAMA_HOST: '127.0.0.1:9' } },
  );
  expect(code).not.toBe(0);
  expect(stderr).toMatch(said);
});

test('another address is served with a token', async () => {
  const fake = await startFake();
  const served = await serve({
    host: fake.url,
    args: ['--host', '0.0.0.0', '--token', 'opensesame'],
  });
  const port = new URL(served.url).port;
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/docs`)).status).toBe(401);
});

test.each([
  [
    'that is there',
    ['--model', 'evil\u001b]0;owned\u0007\u009b31m'],
    'evil\u001b]0;owned\u0007\u009b31m:latest',
  ],
  ['that is not there', ['--model', 'evil\u001b]0;owned\u0007\u009b31m'], 'other:latest'],
])('the escape codes in the name of a model %s do not reach the terminal', async (...line) => {
  const [, args, name] = line;
  const fake = await startFake({ models: [{ name }] });
  const served = await serve({ host: fake.url, args: ['--log-level', 'debug', ...args] });
  await (await served.post('/llama3/invoke', body)).text();
  expect(served.stderr).toContain('evil');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject.
  expect(served.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});

test('the log contains no prompt, answer or token', async () => {
  const fake = await startFake({
    replies: [{ tokens: ['secretanswer'] }, { fault: { kind: 'status', status: 500 } }],
  });
  const args = ['--log-level', 'debug', '--token', 'secrettoken'];
  const served = await serve({ host: fake.url, args });
  const init = { headers: { authorization: 'Bearer secrettoken' } };
  const input = { chat_history: [], question: 'secretquestion' };
  await (await served.post('/llama3/invoke', { input }, init)).text();
  await (await served.post('/llama3/stream', { input }, init)).text();
  await (await served.post('/llama3/invoke', { input: { secretfield: 1 } }, init)).text();
  expect(served.stderr).toContain('POST /llama3/invoke 200');
  expect(served.stderr).not.toMatch(/secret/);
});

function statusFor(served: ServedChain, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${served.url}/healthz`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}
