import { randomUUID } from 'node:crypto';
import { ErrorCode } from '@condenser/protocol';
import { expect, test } from 'vitest';
import { firstReply, scene } from './scene.ts';
import { frame } from './sidecarChild.ts';
import { startChild, startFake } from './starting.ts';

const BODY = '{"jsonrpc":"2.0","id":1,"method":"x"}';

/** [description, bytes] */
const malformed: readonly (readonly [string, string])[] = [
  ['a length of 10 GB', `Content-Length: ${10 * 1024 ** 3}\r\n\r\n`],
  ['a length of 64 MB and a byte', `Content-Length: ${64 * 1024 ** 2 + 1}\r\n\r\n`],
  ['a length of more digits than a number has', `Content-Length: ${'9'.repeat(400)}\r\n\r\n`],
  ['a length of -5', `Content-Length: -5\r\n\r\n${BODY}`],
  ['a length of abc', `Content-Length: abc\r\n\r\n${BODY}`],
  ['a length of 0x10', `Content-Length: 0x10\r\n\r\n${BODY}`],
  ['a length of 1e3', `Content-Length: 1e3\r\n\r\n${BODY}`],
  ['no value', `Content-Length: \r\n\r\n${BODY}`],
  ['a length of 0', 'Content-Length: 0\r\n\r\n'],
  ['two lengths', `Content-Length: 5\r\nContent-Length: 6\r\n\r\n${BODY}`],
  ['no length', `Content-Type: application/json\r\n\r\n${BODY}`],
  ['no header at all', `\r\n\r\n${BODY}`],
  ['a line without a colon', `Content-Length 5\r\n\r\n${BODY}`],
  ['another charset', `Content-Length: 37\r\nContent-Type: a/b; charset=utf-16\r\n\r\n${BODY}`],
  ['a request of another protocol', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
  ['no end', `X-Long: ${'a'.repeat(9000)}`],
  ['lines that never end', 'X-More: a\n'.repeat(1000)],
  ['two lengths, with LF alone', `Content-Length: 5\nContent-Length: 6\n\n${BODY}`],
  ['no length, with LF alone', `Content-Type: application/json\n\n${BODY}`],
  ['a first line that is no header, and no more', 'hello there\n'],
  ['lines that end with CR alone', 'Content-Length: 5\r\rhello'],
  ['a CR alone within a line', 'X-Name: a\rb'],
  ['a beginning that is no header, and no more', '\u{feff}Content-Length: 5'],
];

/** Clients that write one message per line wait for its answer before they write the next one. */
const withoutHeader: readonly (readonly [string, string])[] = [
  ['a line of JSON', `${BODY}\n`],
  ['a line of JSON that ends with CRLF', `${BODY}\r\n`],
  ['JSON without a newline', BODY],
  ['the first byte of JSON', '{'],
  ['a batch', `[${BODY}]\n`],
  ['JSON behind a space', ` ${BODY}\n`],
];

test.each(withoutHeader)(
  '%s without a header is answered with -32700 that names the framing, and the sidecar ends',
  async (...line) => {
    const [, bytes] = line;
    const sidecar = startChild();

    sidecar.write(bytes);

    expect(await sidecar.answer(null)).toMatchObject({
      error: {
        code: ErrorCode.parseError,
        message: expect.stringContaining('Content-Length framing is expected'),
      },
    });
    expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  },
);

test('a line of JSON after a framed message gets an error response', async () => {
  const sidecar = startChild();
  sidecar.willSend({ id: 1, method: 'x' });

  sidecar.write(`${frame(BODY)}${BODY}\n`);

  expect((await sidecar.answer(1)).error).toMatchObject({ code: ErrorCode.notInitialized });
  expect(await sidecar.answer(null)).toMatchObject({ error: { code: ErrorCode.parseError } });
});

test.each(malformed)(
  'a header with %s is answered with -32700, and the sidecar ends',
  async (...line) => {
    const [, bytes] = line;
    const sidecar = startChild();

    sidecar.write(bytes);

    expect(await sidecar.answer(null)).toMatchObject({ error: { code: ErrorCode.parseError } });
    expect(await sidecar.exit).toEqual({ code: 1, signal: null });
    expect(sidecar.messages).toHaveLength(1);
  },
);

test.each([
  ['in a name', 'Content-Len'],
  ['in a value', 'Content-Length: 5'],
  ['in a line end', 'Content-Length: 5\r'],
  ['after a line', 'Content-Length: 5\r\n'],
  ['before the blank line is whole', 'Content-Length: 5\r\n\r'],
  ['after a message', `${frame(BODY)}Content-Length: 5\n`],
])('a stream that ends within a header, %s, is answered with -32700', async (_, bytes) => {
  const sidecar = startChild();
  if (bytes.includes(BODY)) sidecar.willSend({ id: 1, method: 'x' });

  sidecar.write(bytes);
  sidecar.process.stdin.end();

  expect(await sidecar.answer(null)).toMatchObject({ error: { code: ErrorCode.parseError } });
  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
});

test('a stream that ends between messages gets no response', async () => {
  const sidecar = startChild();

  sidecar.process.stdin.end();

  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  expect(sidecar.messages).toEqual([]);
});

test('a header of 8 KB is accepted, and an endless one is rejected', async () => {
  const sidecar = startChild();
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x' });
  const length = `Content-Length: ${body.length}\r\n`;
  sidecar.willSend({ id: 1, method: 'x' });

  sidecar.write(
    `X-Long: ${'a'.repeat(8192 - length.length - 'X-Long: \r\n'.length)}\r\n${length}\r\n${body}`,
  );
  expect((await sidecar.answer(1)).error).toMatchObject({ code: ErrorCode.notInitialized });

  for (let sent = 0; sent <= 8192; sent += 512) sidecar.write('a'.repeat(512));
  expect(await sidecar.answer(null)).toMatchObject({ error: { code: ErrorCode.parseError } });
  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
});

test('running turns are stopped, saved and answered before the sidecar ends', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1] }] });
  const sidecar = startChild({ fake });
  const params = { protocolVersion: 1, clientInfo: { name: 'process-test' } };
  sidecar.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  sidecar.send({ jsonrpc: '2.0', method: 'initialized' });
  const question = { clientTurnId: randomUUID(), text: scene.question };
  sidecar.send({ jsonrpc: '2.0', id: 2, method: 'chat/send', params: question });
  await sidecar.output.waitFor('message', ({ message }) =>
    JSON.stringify(message).includes('"delta"'),
  );

  sidecar.write('Content-Length: abc\r\n\r\n');

  const { result } = await sidecar.answer(2);
  expect(result).toMatchObject({ answer: scene.answer[0], stopReason: 'cancelled' });
  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
  await fake.log.waitFor('closedByClient');
});

test('a request that arrived just before is answered first', async () => {
  const sidecar = startChild();
  sidecar.willSend({ id: 1, method: 'x' });

  sidecar.write(`${frame(BODY)}Content-Length: abc\r\n\r\n`);

  expect((await sidecar.answer(1)).error).toMatchObject({ code: ErrorCode.notInitialized });
  expect(await sidecar.answer(null)).toMatchObject({ error: { code: ErrorCode.parseError } });
  expect(await sidecar.exit).toEqual({ code: 1, signal: null });
});
