import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientClosedError, HttpProblem } from '@condenser/sidecar/http/httpProblem.ts';
import { readBody } from '@condenser/sidecar/http/requestBody.ts';
import { expect, onTestFinished, test } from 'vitest';

const MAX_BYTES = 10;

/** What the server reads of the request that `send` makes: the body, or the error. */
async function read(send: (port: number) => void): Promise<unknown> {
  const server = createServer();
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  const result = new Promise<unknown>((resolve) => {
    server.on('request', (incoming: IncomingMessage, response) => {
      void readBody(incoming, MAX_BYTES)
        .then(String, (error: unknown) => error)
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

test('a body is read whole, whatever pieces it comes in', async () => {
  const body = await read((port) => {
    const sent = post(port);
    sent.write('{"a"', () => sent.end(':"é"}'));
  });
  expect(body).toBe('{"a":"é"}');
});

test('a body of no bytes is empty', async () => {
  expect(await read((port) => post(port).end())).toBe('');
});

test('a body of the longest length is read', async () => {
  expect(await read((port) => post(port).end('0123456789'))).toBe('0123456789');
});

test.each([
  ['announced', { 'content-length': '11' }],
  ['in chunks', {}],
])('a body that is too long is 413: %s', async (_name, headers) => {
  const error = await read((port) => post(port, headers).end('01234567890'));
  expect(error).toBeInstanceOf(HttpProblem);
  expect(error).toMatchObject({ status: 413, headers: { connection: 'close' } });
});

test('a client that leaves inside its body is told apart', async () => {
  const error = await read((port) => {
    const sent = post(port, { 'content-length': '5' });
    sent.write('ab', () => sent.destroy());
  });
  expect(error).toBeInstanceOf(ClientClosedError);
});
