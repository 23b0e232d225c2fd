import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientClosedError, HttpProblem } from '@condenser/sidecar/http/answers.ts';
import { MalformedJsonError, readBody, readJson } from '@condenser/sidecar/http/requestBody.ts';
import { expect, onTestFinished, test } from 'vitest';

const MAX_BYTES = 10;

/** What the server reads from the request that `send` makes: the body, or the error. */
async function read(
  send: (port: number) => void,
  readRequest: (request: IncomingMessage) => Promise<unknown> = (request) =>
    readBody(request, MAX_BYTES).then(String),
): Promise<unknown> {
  const server = createServer();
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  const result = new Promise<unknown>((resolve) => {
    server.on('request', (incoming: IncomingMessage, response) => {
      void readRequest(incoming)
        .catch((error: unknown) => error)
        .then((read) => {
          response.end();
          resolve(read);
        });
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  send((server.address() as AddressInfo).port);
  return result;
}

function post(port: number, headers: Record<string, string> = {}) {
  const sent = request({ port, host: '127.0.0.1', method: 'POST', headers });
  sent.on('error', () => undefined);
  return sent;
}

test('a body that arrives in pieces is read completely', async () => {
  const body = await read((port) => {
    const sent = post(port);
    sent.write('{"a"', () => sent.end(':"é"}'));
  });
  expect(body).toBe('{"a":"é"}');
});

test('an empty body is read as an empty text', async () => {
  expect(await read((port) => post(port).end())).toBe('');
});

test('a body of the maximum length is read', async () => {
  expect(await read((port) => post(port).end('0123456789'))).toBe('0123456789');
});

test.each([
  ['announced', { 'content-length': '11' }],
  ['in chunks', {}],
])('a body that is too long gets 413: %s', async (_name, headers) => {
  const error = await read((port) => post(port, headers).end('01234567890'));
  expect(error).toBeInstanceOf(HttpProblem);
  expect(error).toMatchObject({ status: 413, headers: { connection: 'close' } });
});

test('a client that disconnects while sending its body gets an error of its own', async () => {
  const error = await read((port) => {
    const sent = post(port, { 'content-length': '5' });
    sent.write('ab', () => sent.destroy());
  });
  expect(error).toBeInstanceOf(ClientClosedError);
});

const readJsonBody = (request: IncomingMessage) =>
  readJson(request, { maxBytes: MAX_BYTES, requireType: true });
const json = { 'content-type': 'application/json; charset=utf-8' };

test('a JSON body is parsed', async () => {
  expect(await read((port) => post(port, json).end('{"a":1}'), readJsonBody)).toEqual({ a: 1 });
});

test.each([
  ['text that is not JSON', '{"a":'],
  ['no body', ''],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('%s is reported as malformed JSON with 400', async (_name, body) => {
  const error = await read((port) => post(port, json).end(body), readJsonBody);
  expect(error).toBeInstanceOf(MalformedJsonError);
  expect(error).toMatchObject({ status: 400 });
});

test.each(['text/plain', 'application/jsonp', 'multipart/form-data'])(
  'a body of type %s gets 415 where JSON is required',
  async (type) => {
    const error = await read((port) => post(port, { 'content-type': type }).end('1'), readJsonBody);
    expect(error).toMatchObject({ status: 415 });
  },
);
