import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startSidecar } from './starting.ts';

const head =
  'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n';
const line = `${JSON.stringify({ message: { content: 'Hello' } })}\n`;

/** Answers requests about the server and its models. */
const FACTS = JSON.stringify({ version: '0.32.15', models: [], capabilities: ['completion'] });
const FACTS_ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${FACTS.length}\r\n\r\n${FACTS}`;

/** A sidecar whose Ollama answers every chat with these bytes. */
async function sidecarOf(bytes: string) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      if (String(data).startsWith('POST /api/chat')) socket.end(bytes);
      else if (/^[A-Z]+ \//.test(String(data))) socket.end(FACTS_ANSWER);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const settings = { model: 'any', titles: 'question', strategy: 'history' };
  return startSidecar({ host: `http://127.0.0.1:${port}`, settings });
}

test('a malformed chunk after text is a broken connection, and the text is saved', async () => {
  const sidecar = await sidecarOf(`${head}${line.length.toString(16)}\r\n${line}\r\nzz\r\n`);
  expect(await sidecar.ask('Why?')).toMatchObject({
    answer: 'Hello',
    stopReason: 'error',
    error: { data: { kind: 'streamBroken' } },
  });
});

test('the target of a redirect is shown without its password', async () => {
  const location = 'http://user:s3cret@evil.example/';
  const sidecar = await sidecarOf(
    `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`,
  );
  const { error } = await sidecar.ask('Why?');
  expect(error?.message).toContain('@evil.example');
  expect(JSON.stringify([error, sidecar.child.stderr])).not.toContain('s3cret');
});
