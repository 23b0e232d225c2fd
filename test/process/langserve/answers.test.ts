import { expect, test } from 'vitest';
import { condenseReply, firstReply, scene, secondReply } from '../scene.ts';
import { startFake } from '../starting.ts';
import { parseEvents, textOf } from './events.ts';
import { serve } from './servedChain.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const first = { chat_history: [], question: scene.question };
const history = [[scene.question, scene.answer.join('')]];
const followUp = { chat_history: history, question: scene.followUp };

test('invoke condenses the follow-up and answers the standalone question alone', async () => {
  const fake = await startFake({ replies: [condenseReply, secondReply] });
  const served = await serve({ host: fake.url });

  const response = await served.post('/llama3/invoke', { input: followUp });

  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    output: scene.secondAnswer.join(''),
    metadata: { run_id: expect.stringMatching(uuid), feedback_tokens: [] },
  });
  const answered = await fake.chat(2);
  expect(answered.body.messages?.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(answered.body.messages?.at(-1)?.content).toBe(scene.rewrite.join(''));
});

test('a first question is not condensed', async () => {
  const fake = await startFake({ replies: [firstReply] });
  const served = await serve({ host: fake.url });

  const response = await served.post('/llama3/invoke', { input: first });

  expect(await response.json()).toMatchObject({ output: scene.answer.join('') });
  expect(fake.chats).toHaveLength(1);
});

test('stream sends metadata, only the tokens of the answer, an empty one, and the end', async () => {
  const fake = await startFake({
    replies: [condenseReply, { tokens: ['Ünï', '\u2028码', ' "q"\n'], pace: 5 }],
  });
  const served = await serve({ host: fake.url });

  const response = await served.post('/llama3/stream', { input: followUp });

  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const text = await response.text();
  expect(text).toContain('Ünï');
  const events = parseEvents(text);
  expect(events[0]).toEqual({
    event: 'metadata',
    data: { run_id: expect.stringMatching(uuid) },
  });
  expect(textOf(events)).toBe('Ünï\u2028码 "q"\n');
  expect(events.slice(-2)).toEqual([
    { event: 'data', data: '' },
    { event: 'end', data: undefined },
  ]);
});

test('tokens of one read are sent in one event, and single tokens separately', async () => {
  const fake = await startFake({
    replies: [
      { tokens: ['a', 'b', 'c', 'd'], chunking: 'burst' },
      { tokens: ['a', 'b'], hold: [1] },
    ],
  });
  const served = await serve({ host: fake.url });

  const burst = parseEvents(await (await served.post('/llama3/stream', { input: first })).text());
  expect(burst.filter(({ event }) => event === 'data')).toEqual([
    { event: 'data', data: 'abcd' },
    { event: 'data', data: '' },
  ]);

  const response = await served.post('/llama3/stream', { input: first });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  // The second token is held, so the first one must arrive without it.
  while (!seen.includes('data: "a"')) seen += (await reader?.read())?.value ?? '';
  fake.release((await fake.log.waitFor('held')).request);
  await reader?.cancel();
});

test('batch answers in the order of its inputs, each with its config', async () => {
  const fake = await startFake({
    models: [{ name: 'fake:latest' }, { name: 'other:latest' }],
    replies: [
      { match: { lastMessage: 'one' }, tokens: ['1'], pace: 30 },
      { match: { lastMessage: 'two', model: 'other:latest' }, tokens: ['2'] },
    ],
  });
  const served = await serve({ host: fake.url, settings: { model: 'fake:latest' } });

  const response = await served.post('/llama3/batch', {
    inputs: ['one', 'two'].map((question) => ({ chat_history: [], question })),
    config: [{}, { configurable: { model: 'other:latest', temperature: 0.25 } }],
  });

  const body = (await response.json()) as {
    output: string[];
    metadata: { run_ids: string[]; responses: object[] };
  };
  expect(body.output).toEqual(['1', '2']);
  expect(body.metadata.run_ids).toHaveLength(2);
  expect(body.metadata.responses).toEqual(
    body.metadata.run_ids.map((run_id) => ({ run_id, feedback_tokens: [] })),
  );
  const other = fake.chats.find(({ body: { model } }) => model === 'other:latest');
  expect(other?.body.options).toMatchObject({ temperature: 0.25 });
});

test('an empty batch is answered with empty lists', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const response = await served.post('/llama3/batch', { inputs: [] });
  expect(await response.json()).toEqual({ output: [], metadata: { responses: [], run_ids: [] } });
});

test.each([
  ['objects of both halves', [{ Human: 'q', Assistant: 'a' }]],
  ['objects of one half each', [{ Human: 'q' }, { Assistant: 'a' }]],
  ['pairs', [['q', 'a']]],
])('a history of %s is the same to the model', async (_name, chat_history) => {
  const fake = await startFake({ otherwise: { tokens: ['ok'] } });
  const served = await serve({ host: fake.url });

  const input = { chat_history, question: 'How big is it?' };
  const response = await served.post('/llama3/invoke', { input });

  expect(response.status).toBe(200);
  const { messages = [] } = fake.chats.at(-1)?.body ?? {};
  expect(messages.slice(1, 3)).toEqual([
    { role: 'user', content: 'q' },
    { role: 'assistant', content: 'a' },
  ]);
});

test('the plain chain sends only system message and input', async () => {
  const fake = await startFake();
  const args = ['--path', '/llama3', '--path', '/plain,chain=basic'];
  const served = await serve({ host: fake.url, args });

  const response = await served.post('/plain/invoke', { input: { input: 'Say hello' } });

  expect(await response.json()).toMatchObject({ output: 'This is the fake.' });
  const { messages = [] } = (await fake.chat(1)).body;
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(messages[1]?.content).toBe('Say hello');
  expect((await served.post('/llama3/invoke', { input: first })).status).toBe(200);
});

test('answer_language is in the prompt', async () => {
  const fake = await startFake();
  const served = await serve({ host: fake.url });
  const config = { configurable: { answer_language: 'fr' } };
  await served.post('/llama3/invoke', { input: first, config });
  expect((await fake.chat(1)).body.messages?.[0]?.content).toMatch(/French/);
});
