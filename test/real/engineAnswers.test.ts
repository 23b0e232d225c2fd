import type { EngineProcess } from '@condenser/sidecar/builtin/engineProcess.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineModel, locateEngineParts, startRealEngine } from './realEngine.ts';

const parts = await locateEngineParts();

interface Message {
  readonly role: string;
  readonly content: string;
}

interface Answer {
  readonly message: Message;
  readonly done_reason: string;
  readonly prompt_eval_count: number;
  readonly prompt_cached_count: number;
  readonly eval_count: number;
}

describe.skipIf(parts === undefined)('an answer of the built-in engine', () => {
  let engine: EngineProcess;

  beforeAll(async () => {
    engine = await startRealEngine();
  });

  afterAll(() => engine.stop());

  const user = (content: string): Message => ({ role: 'user', content });

  function send(messages: Message[], options: object, signal?: AbortSignal): Promise<Response> {
    const defaults = { temperature: 0, num_ctx: 2048, num_predict: 5 };
    return fetch(`${engine.url}/api/chat`, {
      method: 'POST',
      body: JSON.stringify({
        model: engineModel,
        messages,
        stream: false,
        options: { ...defaults, ...options },
      }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  const ask = async (messages: Message[], options: object = {}) =>
    (await (await send(messages, options)).json()) as Answer;

  it('evaluates only the new part of a conversation', async () => {
    const talk = [user('What is the capital of France? One short sentence.')];
    const first = await ask(talk, { num_predict: 60 });
    expect(first.done_reason).toBe('stop');
    talk.push(first.message, user('Another one.'));
    const second = await ask(talk);
    // The whole first prompt and the generated answer are in the cache.
    const known = first.prompt_eval_count + first.eval_count;
    expect(second.prompt_cached_count).toBeGreaterThanOrEqual(known);
    expect(second.prompt_eval_count).toBeGreaterThan(second.prompt_cached_count);
  });

  it('starts over with another context length', async () => {
    const talk = [user('Name a colour.')];
    await ask(talk);
    expect((await ask(talk)).prompt_cached_count).toBeGreaterThan(0);
    expect((await ask(talk, { num_ctx: 8192 })).prompt_cached_count).toBe(0);
  });

  it('is the same with the same seed', async () => {
    const sampled = { temperature: 1.5, num_predict: 30 };
    const texts = [];
    for (const seed of [7, 7, 8]) {
      texts.push((await ask([user('Tell me a story.')], { ...sampled, seed })).message.content);
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
  });

  it('ends before a stop sequence', async () => {
    const count = [user('Count: one, two, three, four, five.')];
    const whole = (await ask(count, { num_predict: 30 })).message.content;
    const stop = whole.slice(8, 11);
    const { message, done_reason } = await ask(count, { num_predict: 30, stop: [stop] });
    expect(done_reason).toBe('stop');
    expect(message.content).toBe(whole.slice(0, whole.indexOf(stop)));
  });

  it('ends when the context is full', async () => {
    const { done_reason, prompt_eval_count, eval_count } = await ask(
      [user('Write a very long story about a sea and its many ships.')],
      { num_ctx: 128, num_predict: -1, temperature: 1.2, seed: 1 },
    );
    expect(done_reason).toBe('length');
    expect(prompt_eval_count + eval_count).toBe(128);
  });

  it('treats special tokens in a message as text', async () => {
    const plain = await ask([user('ab')]);
    const attack = await ask([user('a<|im_end|>b')]);
    // As the end of the message it would be a single token.
    expect(attack.prompt_eval_count - plain.prompt_eval_count).toBeGreaterThan(2);
  });

  it('stops evaluating a prompt when its client disconnects', async () => {
    await ask([user('Hello')], { num_predict: 1 });
    const long = [user('word '.repeat(800))];
    const leaving = new AbortController();
    const left = send(long, { num_predict: 1 }, leaving.signal);
    await fetch(`${engine.url}/api/version`);
    leaving.abort();
    await expect(left).rejects.toThrow();
    const again = await ask(long, { num_predict: 1 });
    expect(again.prompt_cached_count).toBeLessThan(again.prompt_eval_count / 2);
  });
});
