import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WebProcess } from '../browser/webProcess.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama/fakeOllama.ts';

let fake: FakeOllama;
let web: WebProcess;
let origin: string;
let token: string;

beforeAll(async () => {
  fake = await startFakeOllama();
  web = await WebProcess.start({ host: fake.url });
  const link = new URL(web.link);
  origin = link.origin;
  token = link.hash.replace('#token=', '');
});

afterAll(async () => {
  await web.stop();
  await fake.stop();
});

/** Sends a request with the given Host and Origin. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port: web.port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, text, headers: answer.headers }),
      );
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

function exchange(given: string, headers: Record<string, string> = {}) {
  const json = { Origin: origin, 'Content-Type': 'application/json', ...headers };
  return send('POST', '/session', json, JSON.stringify({ token: given }));
}

/** The first event after the first message of a socket: a text, or its close code. */
async function greeted(first: string, headers: Record<string, string>): Promise<string | number> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers });
  try {
    await once(socket, 'open');
    socket.send(first);
    return await Promise.race([
      once(socket, 'message').then(([data]) => String(data)),
      once(socket, 'close').then(([code]) => Number(code)),
    ]);
  } finally {
    socket.terminate();
  }
}

describe('the files of the page', () => {
  it('are sent with headers that forbid framing and caching', async () => {
    const { status, headers, text } = await send('GET', '/', {});
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(text).toContain("default-src 'none'");
  });

  it.each([
    ['a foreign Host', { Host: 'evil.example' }],
    ['a name that was pointed here', { Host: 'evil.example:80' }],
    ['another port', { Host: '127.0.0.1:1' }],
    ['another local origin', { Origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', { Origin: 'null' }],
  ])('are refused to %s', async (_, headers) => {
    expect((await send('GET', '/', headers)).status).toBe(403);
  });

  it.each(['/package.json', '/../condenser.mjs', '/%2e%2e/condenser.mjs', '/etc//passwd'])(
    'are all that is served: not %s',
    async (path) => {
      expect((await send('GET', path, {})).status).toBe(404);
    },
  );
});

describe('a token', () => {
  it.each([
    ['a foreign Host', { Host: 'evil.example' }],
    ['another local origin', { Origin: 'http://localhost:1' }],
    ['a site', { Origin: 'https://evil.example' }],
  ])('is rejected from %s', async (_, headers) => {
    expect((await exchange(token, headers)).status).toBe(403);
  });

  it('is rejected without an Origin, and as a form', async () => {
    const body = JSON.stringify({ token });
    const json = { 'Content-Type': 'application/json' };
    expect((await send('POST', '/session', json, body)).status).toBe(403);
    const form = { Origin: origin, 'Content-Type': 'text/plain' };
    expect((await send('POST', '/session', form, body)).status).toBe(415);
  });

  it('that was never issued is rejected', async () => {
    expect((await exchange('x'.repeat(43))).status).toBe(403);
  });

  it('works once', async () => {
    const first = await exchange(token);
    expect(first.status).toBe(200);
    const { secret } = JSON.parse(first.text) as { secret: string };
    expect((await exchange(token)).status).toBe(403);
    expect(await greeted(JSON.stringify({ secret }), { Origin: origin })).toBe('{}');
    const json = { Origin: origin, 'Content-Type': 'application/json' };
    const more = await send('POST', '/link', json, JSON.stringify({ secret }));
    const { link } = JSON.parse(more.text) as { link: string };
    expect((await exchange(link.split('#token=')[1] ?? '')).status).toBe(200);
    const foreign = await send('POST', '/link', json, JSON.stringify({ secret: 'guessed' }));
    expect(foreign.status).toBe(403);
  });
});

describe('the socket', () => {
  it.each([
    ['no secret', '{}'],
    ['a wrong one', '{"secret":"wrong"}'],
    ['malformed JSON', 'hello'],
    ['a request at once', '{"jsonrpc":"2.0","id":1,"method":"initialize"}'],
  ])('is closed for %s', async (_, first) => {
    expect(await greeted(first, { Origin: origin })).toBe(4401);
  });

  it.each([
    ['another local origin', { Origin: 'http://127.0.0.1:1' }],
    ['a foreign Host', { Host: 'evil.example', Origin: 'http://evil.example' }],
    ['a missing Origin', {}],
  ])('is not opened for %s', async (_, headers) => {
    await expect(greeted('{}', headers as Record<string, string>)).rejects.toThrow('403');
  });
});
