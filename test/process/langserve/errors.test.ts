import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { FakeReply, FakeScript } from '../../fakes/ollama/script.ts';
import { startFake } from '../starting.ts';
import { parseEvents } from './events.ts';
import { serve } from './servedChain.ts';

/** The part of an OpenAPI document that these tests read. */
const JsonSchema = z.record(z.string(), z.unknown());
const Answer = z.object({
  content: z.object({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }),
});
const OpenApi = z.object({
  paths: z.record(
    z.string(),
    z.object({ post: z.object({ responses: z.object({ 422: Answer }) }).optional() }),
  ),
  components: z.object({ schemas: z.object({ ValidationError: JsonSchema }) }),
});

const input = { chat_history: [], question: 'What is it?' };
const missing = 'value_error.missing';
const none = 'type_error.none.not_allowed';

const malformed: [string, unknown, [loc: unknown[], type: string][]][] = [
  ['no question', { input: { chat_history: [] } }, [[['question'], missing]]],
  ['no history', { input: { question: 'q' } }, [[['chat_history'], missing]]],
  ['no input', {}, [[['input'], missing]]],
  ['an input that is null', { input: null }, [[['input'], none]]],
  ['an input that is a string', { input: 'hi' }, [[['input'], 'type_error.dict']]],
  ['a body that is a list', [], [[['__root__'], 'type_error.dict']]],
  ['a body that is null', null, [[['__root__'], none]]],
  ['a question that is null', { input: { ...input, question: null } }, [[['question'], none]]],
  [
    'a number for a question',
    { input: { ...input, question: 5 } },
    [[['question'], 'type_error.str']],
  ],
  [
    'an empty question',
    { input: { ...input, question: '' } },
    [[['question'], 'value_error.any_str.min_length']],
  ],
  [
    'a pair of one',
    { input: { ...input, chat_history: [['a', 'b'], ['a']] } },
    [[['chat_history', 1], 'value_error.tuple.length']],
  ],
  [
    'a pair of three',
    { input: { ...input, chat_history: [['a', 'b', 'c']] } },
    [[['chat_history', 0], 'value_error.tuple.length']],
  ],
  [
    'a number in a pair',
    { input: { ...input, chat_history: [['a', 1]] } },
    [[['chat_history', 0, 1], 'type_error.str']],
  ],
  [
    'an object of other names beside a good one',
    { input: { ...input, chat_history: [{ Human: 'q' }, { human: 'q' }] } },
    [[['chat_history', 1], 'type_error.tuple']],
  ],
  ['a config that is null', { input, config: null }, [[['config'], none]]],
  ['a config that is a list', { input, config: [] }, [[['config'], 'type_error.dict']]],
  [
    'something that cannot be configured',
    { input, config: { configurable: { num_ctx: 1 } } },
    [[['config', 'configurable', 'num_ctx'], 'value_error.extra']],
  ],
  [
    'a temperature out of range',
    { input, config: { configurable: { temperature: 9 } } },
    [[['config', 'configurable', 'temperature'], 'value_error']],
  ],
];

describe('a malformed body is a 422 that names the field, and no work', () => {
  test('of invoke and stream', async () => {
    const fake = await startFake();
    const served = await serve({ host: fake.url });
    const before = fake.log.of('request').length;
    for (const [name, body, expected] of malformed) {
      for (const mode of ['invoke', 'stream', 'stream_log', 'stream_events']) {
        const response = await served.post(`/llama3/${mode}`, body);
        const { detail } = (await response.json()) as { detail: { loc: unknown; type: string }[] };
        const found = detail.map(({ loc, type }) => [loc, type]);
        expect([name, mode, response.status, found]).toEqual([name, mode, 422, expected]);
      }
    }
    expect(fake.log.of('request')).toHaveLength(before);
  });

  test('of batch, with the index of the input', async () => {
    const fake = await startFake();
    const served = await serve({ host: fake.url });
    const response = await served.post('/llama3/batch', { inputs: [input, { chat_history: [] }] });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      detail: [{ loc: [1, 'question'], msg: 'field required', type: missing }],
    });
    const unequal = await served.post('/llama3/batch', { inputs: [input], config: [{}, {}] });
    expect(unequal.status).toBe(422);
  });

  test.each([
    ['text', 'hello'],
    ['nothing', ''],
    ['half of it', '{"input":'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('that is no JSON: %s', async (_name, body) => {
    const fake = await startFake();
    const served = await serve({ host: fake.url });
    const response = await served.post('/llama3/invoke', '', { body });
    const invalid = { loc: ['__root__'], msg: 'Invalid JSON body', type: 'value_error.jsondecode' };
    expect([response.status, await response.json()]).toEqual([422, { detail: [invalid] }]);
  });
});

test('every 422 matches the schema of the OpenAPI document', async () => {
  const models = [{ name: 'fake:latest' }, { name: 'far:latest', remoteHost: 'https://far.test' }];
  const fake = await startFake({ models });
  const served = await serve({ host: fake.url });
  const document = OpenApi.parse(await (await served.get('/openapi.json')).json());
  const schema = z.fromJSONSchema(document.components.schemas.ValidationError);
  const reference = '#/components/schemas/ValidationError';
  const configured = (configurable: object) => ({ input, config: { configurable } });
  const long = { chat_history: [], question: 'word '.repeat(20_000) };
  const bodies = [
    ...malformed.map(([, body]) => JSON.stringify(body)),
    ...['', 'hello', '{"input":', '\u0000'],
    ...[configured({ model: 'far' }), configured({ model: 'none' })].map((body) =>
      JSON.stringify(body),
    ),
  ];
  for (const mode of ['invoke', 'stream', 'stream_log', 'stream_events']) {
    const path = `/llama3/${mode}`;
    const documented = document.paths[path]?.post?.responses['422'];
    expect(documented?.content['application/json'].schema.$ref).toBe(reference);
    for (const body of bodies) {
      const response = await served.post(path, body);
      const sent: unknown = await response.json();
      expect([mode, body.slice(0, 80), response.status]).toEqual([mode, body.slice(0, 80), 422]);
      expect([sent, schema.safeParse(sent).error]).toEqual([sent, undefined]);
    }
  }
  const others = [
    served.post('/llama3/batch', { inputs: [input], config: [{}, {}] }),
    served.post('/llama3/batch', { inputs: [{}] }),
    // Longer than the context window.
    served.post('/llama3/invoke', { input: long }),
  ];
  for (const response of await Promise.all(others)) {
    expect(response.status).toBe(422);
    expect(schema.safeParse(await response.json()).error).toBe(undefined);
  }
});

test('an unknown path is 404, a wrong method 405 with the allowed ones', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const unknown = await served.get('/llama2/invoke');
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { detail: 'Not Found' }]);
  const wrong = await served.get('/llama3/invoke');
  expect([wrong.status, await wrong.json()]).toMatchObject([405, { detail: 'Method Not Allowed' }]);
  expect(wrong.headers.get('allow')).toBe('POST');
});

const failing = (fault: FakeReply['fault'] & object): FakeScript => ({ otherwise: { fault } });
const notThere = { otherwise: { fault: { kind: 'status', status: 404 } } } as const;

test.each<[string, FakeScript, number, RegExp]>([
  ['is not there', { portClosed: true }, 503, /does not answer.*ollama serve/],
  ['does not have the model', notThere, 503, /ollama pull/],
  ['fails', failing({ kind: 'status', status: 500 }), 502, /Ollama failed/],
  ['is full', failing({ kind: 'status', status: 503 }), 503, /too many waiting requests/],
])('an Ollama that %s is JSON that says what is wrong', async (_name, script, status, detail) => {
  const fake = await startFake(script);
  const served = await serve({
    host: fake.url,
    args: ['--model', 'fake:latest', '--cors', 'http://app.test'],
  });
  const init = { headers: { origin: 'http://app.test' } };
  const response = await served.post('/llama3/invoke', { input }, init);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('access-control-allow-origin')).toBe('http://app.test');
  expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail) });
});

test('a broken stream ends with an error event and a clean close', async () => {
  const fake = await startFake({
    replies: [{ tokens: ['a', 'b'], fault: { kind: 'errorLine', after: 1, error: 'it broke' } }],
  });
  const served = await serve({ host: fake.url });
  const response = await served.post('/llama3/stream', { input });
  expect(response.status).toBe(200);
  const events = parseEvents(await response.text());
  expect(events.map(({ event }) => event)).toEqual(['metadata', 'data', 'error']);
  expect(events.at(-1)?.data).toEqual({
    status_code: 502,
    message: expect.stringContaining('it broke'),
  });
});

test('a cloud model, or one that is not allowed, is 422', async () => {
  const models = [{ name: 'fake:latest' }, { name: 'far:latest', remoteHost: 'https://far.test' }];
  const fake = await startFake({ models });
  const open = await serve({ host: fake.url });
  const listed = await serve({ host: fake.url, args: ['--allow-model', 'fake'] });
  const ask = (served: typeof open, model: string) =>
    served.post('/llama3/invoke', { input, config: { configurable: { model } } });
  expect((await ask(open, 'far')).status).toBe(422);
  expect((await ask(open, 'fake')).status).toBe(200);
  expect((await ask(listed, 'fake')).status).toBe(200);
  const refused = await ask(listed, 'fake:latest');
  expect(await refused.json()).toMatchObject({
    detail: [{ loc: ['config', 'configurable', 'model'] }],
  });
  expect(fake.chats).toHaveLength(2);
});
