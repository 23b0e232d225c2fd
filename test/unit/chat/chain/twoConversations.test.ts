import { describe, expect, it } from 'vitest';
import { createChain, MODEL, Talk } from './talk.ts';

const LONG = 'The list is sorted and printed by this word. '.repeat(300);

describe('two conversations with one model', () => {
  it('share one window, which only grows', async () => {
    const parts = createChain();
    const one = new Talk(parts);
    const other = new Talk(parts);
    await one.ask({ question: 'How do I sort?' });
    await other.ask({ question: '怎么排序？' });
    await other.ask({ question: `${LONG} why?`, strategy: 'history' });
    await one.ask({ question: 'is it stable?', rewrite: 'Is sorting stable?' });
    await other.ask({ question: 'why?', strategy: 'history' });
    const windows = parts.source.bodies.map((body) => body.options?.num_ctx);
    expect(windows).toEqual([4096, 4096, 8192, 8192, 8192, 8192]);
  });

  it('share it even if one was prepared before the other one grew it', async () => {
    const parts = createChain();
    const request = { model: MODEL, history: [], question: 'why?', strategy: 'history' } as const;
    const call = await parts.chain.prepare(request);
    await new Talk(parts).ask({ question: `${LONG} why?` });
    await parts.chain.answer(call, { text: 'why?', withHistory: true }).next();
    expect(parts.source.bodies.map((body) => body.options?.num_ctx)).toEqual([8192, 8192]);
  });

  it('report its growth once', async () => {
    const parts = createChain();
    const one = new Talk(parts);
    const other = new Talk(parts);
    const calls = [
      await one.ask({ question: 'How do I sort?' }),
      await other.ask({ question: `${LONG} why?` }),
      await one.ask({ question: 'why?', strategy: 'history' }),
    ];
    expect(calls.map(({ call }) => call.grownFrom)).toEqual([undefined, 4096, undefined]);
  });

  it('have their own prompts', async () => {
    const parts = createChain();
    const one = new Talk(parts);
    const other = new Talk(parts);
    const told = [
      await one.ask({ question: 'How do I sort?' }),
      await other.ask({ question: '怎么排序？' }),
      await one.ask({ question: '为什么？', strategy: 'history' }),
    ];
    expect(told.map(({ call }) => call.language)).toEqual(['en', 'zh', 'en']);
  });

  it('start with the window of the loaded model', async () => {
    const parts = createChain({ model: { loadedWindow: 20_000 } });
    const { bodies } = await new Talk(parts).ask({ question: 'How do I sort?' });
    expect(bodies[0]?.options?.num_ctx).toBe(20_000);
  });

  it('use the window of the Modelfile', async () => {
    const parts = createChain({ model: { parameters: 'num_ctx   2048' } });
    const talk = new Talk(parts);
    await talk.ask({ question: 'How do I sort?' });
    await talk.ask({ question: `${LONG} why?`, strategy: 'history' });
    expect(parts.source.bodies.map((body) => body.options?.num_ctx)).toEqual([2048, 2048]);
  });
});
