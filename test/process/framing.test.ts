import { ChainCondenseRequest, ErrorCode, messages } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import { frame, type SidecarChild } from './sidecarChild.ts';
import { startChild, startFake, startSidecar } from './starting.ts';

const CJK_AND_EMOJI = '汉字かな한글 😀👩‍👩‍👧 é';
const initialize = {
  jsonrpc: '2.0',
  id: 'initialize',
  method: 'initialize',
  params: { protocolVersion: 1, clientInfo: { name: 'process-test' } },
};
const { methodNotFound, invalidRequest, parseError } = ErrorCode;

test('a message may be split at every byte of its header and its body', async () => {
  const sidecar = await startInitialized();
  const message = (id: string) => ({
    jsonrpc: '2.0',
    id,
    method: 'x',
    params: { x: CJK_AND_EMOJI },
  });
  const length = Buffer.byteLength(frame(JSON.stringify(message('split-1000'))));

  for (let at = 1; at < length; at += 1) {
    const [probe, split] = [message(`probe-${1000 + at}`), message(`split-${1000 + at}`)];
    for (const sent of [probe, split]) sidecar.willSend(sent);
    const bytes = Buffer.from(frame(JSON.stringify(split)));
    // Once the probe is answered, the bytes before the cut have been read.
    const head = Buffer.concat([Buffer.from(frame(JSON.stringify(probe))), bytes.subarray(0, at)]);
    sidecar.write(head);
    await sidecar.answer(probe.id);
    sidecar.write(bytes.subarray(at));
    expect((await sidecar.answer(split.id)).error).toMatchObject({ code: methodNotFound });
  }
});

test('a header that ends with LF alone may be split at every byte', async () => {
  const sidecar = await startInitialized();
  const header = (body: string) => `Content-Length: ${Buffer.byteLength(body)}\n\n${body}`;
  const message = (id: string) => ({ jsonrpc: '2.0', id, method: 'x' });
  const length = header(JSON.stringify(message('split-10'))).length;

  for (let at = 1; at < length; at += 1) {
    const [probe, split] = [message(`probe-${10 + at}`), message(`split-${10 + at}`)];
    for (const sent of [probe, split]) sidecar.willSend(sent);
    const bytes = header(JSON.stringify(split));
    sidecar.write(header(JSON.stringify(probe)) + bytes.slice(0, at));
    await sidecar.answer(probe.id);
    sidecar.write(bytes.slice(at));
    expect((await sidecar.answer(split.id)).error).toMatchObject({ code: methodNotFound });
  }
});

test('a message of a megabyte of CJK and emoji comes back as it was', async () => {
  // A large window, because a message that cannot fit is refused.
  const window = { trainedContext: 1024 ** 2, numCtx: 1024 ** 2 };
  const fake = await startFake({ models: [{ name: 'fake:latest', ...window }] });
  const sidecar = await startSidecar({ fake });
  const question = CJK_AND_EMOJI.repeat(1 + 1024 ** 2 / Buffer.byteLength(CJK_AND_EMOJI));

  const outcome = await sidecar.request(ChainCondenseRequest, { chat_history: [], question });

  expect(outcome.standaloneQuestion === question).toBe(true);
});

test('many messages in one write are all answered, with their ids', async () => {
  const sidecar = await startInitialized();
  const ids = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? index : `id-${index}`));
  const all = ids.map((id) => ({ jsonrpc: '2.0', id, method: 'x' }));
  for (const message of all) sidecar.willSend(message);

  sidecar.write(all.map((message) => frame(JSON.stringify(message))).join(''));

  for (const id of ids) expect(await sidecar.answer(id)).toMatchObject({ id });
});

test.each([
  ['in lower case', (length: number) => `content-length: ${length}\r\n\r\n`],
  ['without a space', (length: number) => `Content-Length:${length}\r\n\r\n`],
  [
    'with a Content-Type before the length',
    (length: number) =>
      `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: ${length}\r\n\r\n`,
  ],
  [
    'with charset=utf8',
    (length: number) => `Content-Length: ${length}\r\nContent-Type: a/b; charset=utf8\r\n\r\n`,
  ],
  ['that ends with LF alone', (length: number) => `Content-Length: ${length}\n\n`],
  [
    'of two lines that end with LF alone',
    (length: number) => `Content-Length: ${length}\nContent-Type: application/json\n\n`,
  ],
  ['that ends with CRLF and LF', (length: number) => `Content-Length: ${length}\r\n\n`],
  ['that ends with LF and CRLF', (length: number) => `Content-Length: ${length}\n\r\n`],
])('a header %s is understood', async (_name, header) => {
  const sidecar = startChild();
  const body = JSON.stringify(initialize);
  sidecar.willSend(initialize);

  sidecar.write(header(Buffer.byteLength(body)) + body);

  expect((await sidecar.answer('initialize')).result).toBeTruthy();
});

test('any request before initialize is answered with -32002', async () => {
  const sidecar = startChild();
  const requests = messages.filter(
    ({ kind, method }) => kind === 'request' && method !== 'initialize',
  );

  for (const { method } of requests) sidecar.send({ jsonrpc: '2.0', id: method, method });
  sidecar.send({ jsonrpc: '2.0', method: 'initialized' });
  sidecar.send({ jsonrpc: '2.0', id: 'unknown', method: 'unknown/method' });

  for (const id of [...requests.map(({ method }) => method), 'unknown']) {
    expect((await sidecar.answer(id)).error).toMatchObject({ code: ErrorCode.notInitialized });
  }
  sidecar.send(initialize);
  expect((await sidecar.answer('initialize')).result).toBeTruthy();
});

test('every request of the protocol has a handler, and no other method has one', async () => {
  const sidecar = startChild();
  sidecar.send(initialize);

  const { result } = await sidecar.answer('initialize');

  const { methods } = (result as { capabilities: { methods: string[] } }).capabilities;
  const declared = messages
    .filter(({ kind, direction }) => kind === 'request' && direction === 'clientToSidecar')
    .map(({ method }) => method);
  expect([...methods].sort()).toEqual([...declared].sort());
});

test('an unknown request is answered with -32601, an unknown notification is ignored', async () => {
  const sidecar = await startInitialized();

  sidecar.send({ jsonrpc: '2.0', method: 'unknown/notification', params: { a: 1 } });
  sidecar.send({ jsonrpc: '2.0', method: '$/unknown' });
  sidecar.send({ jsonrpc: '2.0', id: 1, method: 'unknown/method' });

  expect((await sidecar.answer(1)).error).toMatchObject({ code: methodNotFound });
  expect(sidecar.messages).toHaveLength(2);
});

const uuid = '00000000-0000-4000-8000-000000000000';
const range = { start: { line: 0, character: 0 }, end: { line: -1, character: 0 } };

/** [method, params, named field] */
const badParams: readonly (readonly [string, unknown, string])[] = [
  ['chat/send', undefined, 'params'],
  ['chat/send', null, 'params'],
  ['chat/send', 5, 'params'],
  ['chat/send', ['a', 'b'], 'params'],
  ['chat/send', { text: 'x' }, 'clientTurnId'],
  ['chat/send', { clientTurnId: 'no', text: 'x' }, 'clientTurnId'],
  ['chat/send', { clientTurnId: uuid }, 'text'],
  ['chat/send', { clientTurnId: uuid, text: '' }, 'text'],
  ['chat/send', { clientTurnId: uuid, text: 'x', strategy: 'magic' }, 'strategy'],
  ['chat/send', { clientTurnId: uuid, text: 'x', context: [{ kind: 'file' }] }, 'context.0.text'],
  [
    'chat/send',
    { clientTurnId: uuid, text: 'x', context: [{ kind: 'file', text: 'y', range }] },
    'context.0.range.end.line',
  ],
  ['chat/cancel', { conversationId: uuid, turnId: 7 }, 'turnId'],
  ['page/hello', { pageId: 'p' }, 'pageId'],
  ['model/show', { model: '' }, 'model'],
  ['chain/invoke', { chat_history: [['human']], question: 'x' }, 'chat_history.0'],
  ['chain/condense', { chat_history: 'x', question: 'x' }, 'chat_history'],
  ['status/get', ['a', 'b'], 'params'],
];

test.each(badParams)(
  '%s with %j is answered with -32602 naming %s',
  async (method, params, field) => {
    const sidecar = await startInitialized();

    sidecar.send({ jsonrpc: '2.0', id: 1, method, ...(params === undefined ? {} : { params }) });

    const { error } = await sidecar.answer(1);
    expect(error).toMatchObject({
      code: ErrorCode.invalidParams,
      data: { kind: 'invalidParams', method, field: expect.stringMatching(`^${field}(\\.|$)`) },
    });
    expect(error?.message).toContain(field);
  },
);

/** Requests without required fields. */
const withoutParams = messages.flatMap((message) =>
  message.kind === 'request' &&
  message.direction === 'clientToSidecar' &&
  message.params.safeParse({}).success &&
  // These have side effects.
  !['shutdown', 'ollama/start', 'doctor/run'].includes(message.method)
    ? [message.method]
    : [],
);

test('conversation/list needs no parameter', () => {
  expect(withoutParams).toContain('conversation/list');
});

test.each(withoutParams)(
  '%s without params, or with null, is the same as with {}',
  async (method) => {
    const sidecar = await startInitialized();
    const answers = [];

    for (const [id, params] of [
      ['empty', { params: {} }],
      ['absent', {}],
      ['null', { params: null }],
      ['position', { params: [] }],
    ] as const) {
      sidecar.send({ jsonrpc: '2.0', id, method, ...params });
      const { result, error } = await sidecar.answer(id);
      expect(error?.code).not.toBe(ErrorCode.invalidParams);
      answers.push(Object.keys(result ?? error ?? {}));
    }
    expect(new Set(answers.map((keys) => keys.join())).size).toBe(1);
  },
);

/** [description, bytes, id of the answer, code] */
const badBodies: readonly (readonly [string, string | Buffer, string | number | null, number])[] = [
  ['not JSON', '{"jsonrpc":"2.0","id":1,', null, parseError],
  ['text', 'hello', null, parseError],
  ['not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), null, parseError],
  ['a batch', `[${JSON.stringify(initialize)}]`, null, invalidRequest],
  ['an empty batch', '[]', null, invalidRequest],
  ['null', 'null', null, invalidRequest],
  ['a number', '5', null, invalidRequest],
  ['an empty object', '{}', null, invalidRequest],
  ['another version', '{"jsonrpc":"1.0","id":7,"method":"x"}', 7, invalidRequest],
  ['no version', '{"id":"a","method":"x"}', 'a', invalidRequest],
  ['a method that is no string', '{"jsonrpc":"2.0","id":7,"method":5}', 7, invalidRequest],
  ['an id that is null', '{"jsonrpc":"2.0","id":null,"method":"x"}', null, invalidRequest],
  ['an id that is a fraction', '{"jsonrpc":"2.0","id":1.5,"method":"x"}', null, invalidRequest],
  ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"x"}', null, invalidRequest],
];

test.each(badBodies)('a body that is %s is refused, and the next is read', async (...line) => {
  const [, body, id, code] = line;
  const sidecar = await startInitialized();
  if (id !== null) sidecar.willSend({ id, method: 'x' });
  const bytes = Buffer.from(body);

  sidecar.write(Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]));

  expect((await sidecar.answer(id)).error).toMatchObject({ code });
  sidecar.send({ jsonrpc: '2.0', id: 'next', method: 'x' });
  expect((await sidecar.answer('next')).error).toMatchObject({ code: methodNotFound });
});

describe('malformed messages of a client', () => {
  test.each([
    ['$/cancelRequest without parameters', { method: '$/cancelRequest' }],
    ['$/cancelRequest of nothing', { method: '$/cancelRequest', params: { id: 4711 } }],
    ['$/cancelRequest with null', { method: '$/cancelRequest', params: null }],
    ['$/setTrace with nonsense', { method: '$/setTrace', params: { value: 'loud' } }],
    ['$/progress of nothing', { method: '$/progress', params: { token: 1, value: 1 } }],
    ['an answer to nothing', { id: 99, result: {} }],
    ['an error to nothing', { id: null, error: { code: 1, message: 'x' } }],
  ])('%s is passed over', async (_name, message) => {
    const sidecar = await startInitialized();

    sidecar.write(frame(JSON.stringify({ jsonrpc: '2.0', ...message })));
    sidecar.send({ jsonrpc: '2.0', id: 1, method: 'x' });

    expect((await sidecar.answer(1)).error).toMatchObject({ code: methodNotFound });
    expect(sidecar.messages).toHaveLength(2);
  });
});

async function startInitialized(): Promise<SidecarChild> {
  const sidecar = startChild();
  sidecar.send(initialize);
  await sidecar.answer('initialize');
  return sidecar;
}
