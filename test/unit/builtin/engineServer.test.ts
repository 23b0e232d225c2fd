import { request } from 'node:http';
import {
  type EngineServer,
  startEngineServer,
} from '@condenser/sidecar/builtin/server/engineServer.ts';
import { HttpProblem } from '@condenser/sidecar/http/answers.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeInference } from './fakeInference.ts';

const now = new Date('2026-05-06T07:08:09Z');
const logger = createLogger(
  () => undefined,
  () => 'error',
  () => now,
);
let server: EngineServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(inference = new FakeInference()): Promise<FakeInference> {
  const clock = () => now;
  server = await startEngineServer({ inference, contextLength: 2048, port: 0, clock, logger });
  return inference;
}

const url = (path: string) => `http://127.0.0.1:${server?.port}${path}`;
const get = async (path: string) => (await fetch(url(path))).json();

function post(path: string, body: object | string, signal?: AbortSignal): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url(path), { method: 'POST', body: text, ...(signal ? { signal } : {}) });
}

const chat = (content: string, more: object = {}, signal?: AbortSignal) =>
  post('/api/chat', { model: 'tiny:1b', messages: [{ role: 'user', content }], ...more }, signal);

async function lines(response: Promise<Response>): Promise<Record<string, unknown>[]> {
  const text = await (await response).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function refusal(response: Promise<Response>): Promise<unknown[]> {
  const answer = await response;
  const { error } = (await answer.json()) as { error: string };
  return [answer.status, error];
}

/** A promise and what settles it. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the engine', () => {
  it('identifies as Ollama, with a mark of the built-in engine', async () => {
    await start();
    expect(await (await fetch(url('/'))).text()).toBe('Ollama is running');
    expect(await get('/api/version')).toEqual({ version: '0.17.4', condenser: 'builtin' });
  });

  it('lists one model, and shows the metadata of its file', async () => {
    await start();
    const details = { family: 'llama', parameter_size: '1B', quantization_level: 'Q4_0' };
    expect(await get('/api/tags')).toMatchObject({
      models: [{ name: 'tiny:1b', size: 1234, capabilities: ['completion'], details }],
    });
    expect(await (await post('/api/show', { model: 'tiny:1b' })).json()).toMatchObject({
      details,
      model_info: { 'llama.context_length': 8192 },
      capabilities: ['completion'],
      template: '{{ messages }}',
    });
  });

  it('shows the loaded model with its context length', async () => {
    await start();
    expect(await get('/api/ps')).toEqual({ models: [] });
    await chat('Hi', { options: { num_ctx: 4096 } });
    expect(await get('/api/ps')).toMatchObject({
      models: [{ name: 'tiny:1b', context_length: 4096, size: 5678 }],
    });
  });
});

describe('a chat with the engine', () => {
  it('streams lines, the last of which has the usage in nanoseconds', async () => {
    await start();
    const [first, second, last, ...more] = await lines(chat('Hi'));
    const created = { model: 'tiny:1b', created_at: now.toISOString() };
    const message = (content: string) => ({ role: 'assistant', content });
    expect(first).toEqual({ ...created, message: message('Hello'), done: false });
    expect(second).toEqual({ ...created, message: message(' there'), done: false });
    expect(last).toMatchObject({
      ...created,
      message: message(''),
      done: true,
      done_reason: 'stop',
      load_duration: 1_500_000,
      prompt_eval_count: 20,
      prompt_cached_count: 12,
      prompt_eval_duration: 2_000_000,
      eval_count: 2,
      eval_duration: 3_000_000,
    });
    expect(more).toEqual([]);
  });

  it('sends one object without `stream`', async () => {
    await start();
    const [answer, ...more] = await lines(chat('Hi', { stream: false }));
    expect(answer).toMatchObject({ message: { content: 'Hello there' }, done: true });
    expect(more).toEqual([]);
  });

  it('passes the options on, with the defaults of Ollama', async () => {
    const inference = await start();
    const options = { num_ctx: 512, num_predict: 7, temperature: 0, seed: 3, stop: ['END'] };
    await (await chat('Hi', { options, think: false })).text();
    await (await chat('Hi', { options: { stop: 'END', num_predict: -1 } })).text();
    expect(inference.requests).toMatchObject([
      {
        contextLength: 512,
        maxTokens: 7,
        stop: ['END'],
        thinking: false,
        sampling: { temperature: 0, seed: 3, topK: 40, repeatPenalty: 1.1 },
      },
      { contextLength: 2048, maxTokens: undefined, stop: ['END'], thinking: true },
    ]);
  });

  it('never requests a longer context than the trained one', async () => {
    const inference = await start();
    await (await chat('Hi', { options: { num_ctx: 100_000 } })).text();
    expect(inference.requests[0]?.contextLength).toBe(8192);
  });

  it('loads the model without messages, and unloads it with a keep_alive of zero', async () => {
    const inference = await start();
    const empty = { model: 'tiny:1b', messages: [] };
    const [loaded] = await lines(post('/api/chat', empty));
    expect(loaded).toMatchObject({ done: true, done_reason: 'load' });
    const [unloaded] = await lines(post('/api/chat', { ...empty, keep_alive: '0s' }));
    expect(unloaded).toMatchObject({ done: true, done_reason: 'unload' });
    expect(inference.notes).toEqual(['loaded 2048', 'unloaded']);
  });
});

describe('the engine rejects', () => {
  it('an unknown model, with the message of Ollama', async () => {
    await start();
    for (const path of ['/api/chat', '/api/show']) {
      const missing = [404, "model 'other' not found"];
      expect(await refusal(post(path, { model: 'other' }))).toEqual(missing);
      expect(await refusal(post(path, {}))).toEqual([400, 'model is required']);
    }
  });

  it('but accepts a name without a tag as the latest', async () => {
    await start(new FakeInference(undefined, { name: 'own:latest' }));
    expect((await post('/api/show', { model: 'own' })).status).toBe(200);
    expect((await post('/api/show', { model: 'own:7b' })).status).toBe(404);
  });

  it('requests that its model does not support', async () => {
    await start();
    const cannot = (what: string) => [400, `"tiny:1b" does not support ${what}`];
    expect(await refusal(chat('Hi', { think: true }))).toEqual(cannot('thinking'));
    expect(await refusal(chat('Hi', { tools: [{}] }))).toEqual(cannot('tools'));
    expect(await refusal(chat('Hi', { format: 'json' }))).toEqual(cannot('format'));
    const pull = await refusal(post('/api/pull', { model: 'x' }));
    expect(pull).toEqual([400, 'the built-in engine does not support /api/pull']);
  });

  it('an invalid body, naming the field', async () => {
    await start();
    const [status, text] = await refusal(post('/api/chat', '{"model": '));
    expect([status, text]).toEqual([400, expect.stringMatching(/^The body is not JSON/)]);
    const [, field] = await refusal(chat('Hi', { options: { num_ctx: 'many' } }));
    expect(field).toMatch(/^options\.num_ctx:/);
    expect(await refusal(fetch(url('/nowhere')))).toEqual([404, '404 page not found']);
  });

  it('with a status before the first piece, with a line after it', async () => {
    const overflow = new HttpProblem(400, 'the input length exceeds the context length');
    await start(new FakeInference(({ messages }) => [...pieces(messages), overflow]));
    expect(await refusal(chat('at once'))).toEqual([400, overflow.message]);
    const answer = await chat('late');
    expect(answer.status).toBe(200);
    const [piece, error] = (await answer.text()).trim().split('\n');
    expect(piece).toContain('"Hel"');
    expect(JSON.parse(error ?? '')).toEqual({ error: overflow.message });

    function pieces(messages: readonly { content: string }[]): string[] {
      return messages[0]?.content === 'late' ? ['Hel'] : [];
    }
  });

  it('a body that is longer than any context, before reading it', async () => {
    await start();
    const long = `[${'{},'.repeat(1_400_000)}{}]`;
    expect((await refusal(post('/api/chat', long)))[0]).toBe(413);
    expect((await refusal(post('/api/show', long)))[0]).toBe(413);
  });

  it.each([
    ['messages', { messages: new Array(1_000_000).fill({}) }],
    ['options.stop', { messages: [], options: { stop: new Array(1_000_000).fill('') } }],
  ])('a million %s, without checking each of them', async (field, body) => {
    await start();
    const [status, text] = await refusal(post('/api/chat', { model: 'tiny:1b', ...body }));
    expect([status, text]).toEqual([400, expect.stringContaining(`${field}: `)]);
  });

  it('web pages, and host names of other machines', async () => {
    await start();
    const { port } = server as EngineServer;
    const status = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        request({ port, host: '127.0.0.1', path: '/api/version', headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    expect(await status({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await status({ host: `localhost:${port}` })).toBe(200);
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await status({ origin: 'http://localhost' })).toBe(403);
  });
});

describe('the queue of the engine', () => {
  it('answers one request at a time, in order of arrival', async () => {
    const first = gate();
    const inference = new FakeInference(({ messages }) =>
      messages[0]?.content === 'first' ? [first.opened, '1'] : ['2'],
    );
    await start(inference);
    const one = lines(chat('first'));
    await vi.waitFor(() => expect(inference.notes).toContain('first begins'));
    const { looks } = inference;
    const two = lines(chat('second'));
    await vi.waitFor(() => expect(inference.looks).toBeGreaterThan(looks));
    first.open();
    await Promise.all([one, two]);
    const order = inference.notes.filter((note) => !note.startsWith('loaded'));
    expect(order).toEqual(['first begins', 'first rests', 'second begins', 'second rests']);
  });

  it('drops a request whose client disconnected before its turn', async () => {
    const first = gate();
    const inference = new FakeInference(({ messages }) =>
      messages[0]?.content === 'first' ? [first.opened, '1'] : ['2'],
    );
    await start(inference);
    const one = lines(chat('first'));
    await vi.waitFor(() => expect(inference.notes).toContain('first begins'));
    const leaving = new AbortController();
    const { looks } = inference;
    const left = chat('left', {}, leaving.signal);
    await vi.waitFor(() => expect(inference.looks).toBeGreaterThan(looks));
    const third = lines(chat('third'));
    leaving.abort();
    await expect(left).rejects.toThrow();
    // Its end of the socket is closed now; the server hears of it before the next request.
    expect(await get('/api/version')).toBeTruthy();
    first.open();
    await Promise.all([one, third]);
    expect(inference.notes).not.toContain('left begins');
  });

  it('stops an answer whose client disconnects before the next one starts', async () => {
    const never = gate();
    const inference = new FakeInference(({ messages }) =>
      messages[0]?.content === 'stopped' ? ['a', never.opened] : ['b'],
    );
    await start(inference);
    const leaving = new AbortController();
    const stopped = await chat('stopped', {}, leaving.signal);
    const next = lines(chat('next'));
    leaving.abort();
    await expect(stopped.text()).rejects.toThrow();
    expect(await next).toHaveLength(2);
    const order = inference.notes.filter((note) => !note.startsWith('loaded'));
    expect(order).toEqual(['stopped begins', 'stopped rests', 'next begins', 'next rests']);
  });
});
