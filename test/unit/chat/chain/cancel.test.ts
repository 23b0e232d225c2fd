import type { ChatBatch, ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { describe, expect, it } from 'vitest';
import { createChain, MODEL, type ScriptedModel, Talk } from './talk.ts';

const HISTORY = [{ user: 'How do I sort a list in Java?', assistant: 'OK' }];
const REASON = new Error('stopped by the user');

/** Makes the model hang as if it were loading; resolves when it gets a request. */
function holdNext(source: ScriptedModel): Promise<void> {
  return new Promise((asked) => {
    source.replies.push(async () => {
      asked();
      const signal = source.signals.at(-1);
      return new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    });
  });
}

function start() {
  const parts = createChain();
  const abort = new AbortController();
  const request = { model: MODEL, history: HISTORY, question: 'is it stable?', firstTurn: 0 };
  return {
    ...parts,
    abort,
    prepare: () => parts.chain.prepare({ ...request, strategy: 'condense+history' }, abort.signal),
  };
}

describe('an abort', () => {
  it('during the condense call throws the signal’s reason and prevents the answer call', async () => {
    const { chain, source, abort, prepare } = start();
    const call = await prepare();
    const asked = holdNext(source);
    const condensed = chain.condense(call, abort.signal);
    await asked;
    abort.abort(REASON);
    await expect(condensed).rejects.toBe(REASON);
    expect(source.bodies).toHaveLength(1);
  });

  it('during the answer throws the signal’s reason', async () => {
    const { chain, source, abort, prepare } = start();
    const call = await prepare();
    const asked = holdNext(source);
    const next = chain.answer(call, { text: 'why?', withHistory: true }, abort.signal).next();
    await asked;
    abort.abort(REASON);
    await expect(next).rejects.toBe(REASON);
  });

  it('between two pieces of the answer throws the signal’s reason after the first', async () => {
    const { chain, source, abort, prepare } = start();
    const call = await prepare();
    source.replies.push({ text: 'Use sorted.' });
    const parts: string[] = [];
    const read = async () => {
      for await (const part of chain.answer(
        call,
        { text: 'why?', withHistory: true },
        abort.signal,
      )) {
        parts.push(part.content);
        abort.abort(REASON);
      }
    };
    await expect(read()).rejects.toBe(REASON);
    expect(parts).toEqual(['Use s']);
  });

  it.each(['condense', 'answer'] as const)(
    'before the %s call asks the model nothing',
    async (step) => {
      const { chain, source, abort, prepare } = start();
      const call = await prepare();
      abort.abort(REASON);
      const run =
        step === 'condense'
          ? chain.condense(call, abort.signal)
          : chain.answer(call, { text: 'why?', withHistory: true }, abort.signal).next();
      await expect(run).rejects.toBe(REASON);
      expect(source.bodies).toHaveLength(0);
    },
  );

  it('reaches the request itself', async () => {
    const { chain, source, abort, prepare } = start();
    const call = await prepare();
    await chain.condense(call, abort.signal);
    expect(source.signals[0]?.aborted).toBe(false);
    abort.abort(REASON);
    expect(source.signals[0]?.aborted).toBe(true);
  });
});

describe('an answer whose reader stops', () => {
  it('aborts the request', async () => {
    const { chain, source, prepare } = start();
    const call = await prepare();
    let ended = false;
    source.chat = async function* (_body: ChatRequestBody): AsyncGenerator<ChatBatch> {
      try {
        for (;;) yield { content: 'more ', thinking: '' };
      } finally {
        ended = true;
      }
    };
    for await (const part of chain.answer(call, { text: 'why?', withHistory: true })) {
      if (part.content !== '') break;
    }
    expect(ended).toBe(true);
  });
});

describe('a failure of the model', () => {
  const failure = new Error('out of memory');

  it.each(['condense', 'answer'] as const)('is thrown unchanged by the %s call', async (step) => {
    const { chain, source, prepare } = start();
    const call = await prepare();
    source.replies.push(() => Promise.reject(failure));
    const run =
      step === 'condense'
        ? chain.condense(call)
        : chain.answer(call, { text: 'why?', withHistory: true }).next();
    await expect(run).rejects.toBe(failure);
    expect(source.bodies).toHaveLength(1);
  });

  it('does not affect the next turn', async () => {
    const parts = createChain();
    const talk = new Talk(parts);
    parts.source.replies.push(() => Promise.reject(failure));
    await expect(talk.ask({ question: 'why?' })).rejects.toBe(failure);
    expect((await talk.ask({ question: 'why?', answer: 'Because.' })).answer).toBe('Because.');
  });
});
