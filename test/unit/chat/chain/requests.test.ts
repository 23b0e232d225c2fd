import type { ChainSettings } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import type { ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { describe, expect, it } from 'vitest';
import { type ChainOptions, createChain, Talk } from './talk.ts';

/** The condense and the answer request of a second turn. */
async function secondTurn(
  options: ChainOptions = {},
  question = 'is it stable?',
): Promise<{ condense: ChatRequestBody; answer: ChatRequestBody }> {
  const talk = new Talk(createChain(options));
  await talk.ask({ question: 'How do I sort a list in Java?' });
  const { bodies } = await talk.ask({ question, rewrite: 'Is sorting a list in Java stable?' });
  const [condense, answer] = bodies;
  if (!condense || !answer) throw new Error('Two requests were expected');
  return { condense, answer };
}

describe('both requests', () => {
  it('have the same window and forbid silent cuts', async () => {
    const { condense, answer } = await secondTurn();
    for (const body of [condense, answer]) {
      expect(body).toMatchObject({ truncate: false, shift: false, options: { num_ctx: 4096 } });
    }
  });

  it.each(['30m', 600, -1, 0])('have the keep-alive of the settings: %s', async (keepAlive) => {
    const { condense, answer } = await secondTurn({ settings: { keepAlive } });
    expect([condense.keep_alive, answer.keep_alive]).toEqual([keepAlive, keepAlive]);
  });

  it('have no keep-alive where the settings have none', async () => {
    const { condense, answer } = await secondTurn();
    expect(condense.keep_alive).toBeUndefined();
    expect(answer.keep_alive).toBeUndefined();
  });
});

describe('the condense request', () => {
  it('has temperature 0 whatever the settings say', async () => {
    const { condense, answer } = await secondTurn({ settings: { temperature: 1.5 } });
    expect(condense.options?.temperature).toBe(0);
    expect(answer.options?.temperature).toBe(1.5);
  });

  it('allows more tokens for a longer question', async () => {
    const short = (await secondTurn()).condense.options?.num_predict ?? 0;
    const long = (await secondTurn({}, 'is it stable? '.repeat(40))).condense.options;
    expect(short).toBeGreaterThan(32);
    expect(long?.num_predict).toBeGreaterThan(short);
  });
});

describe('the answer request', () => {
  it('has no temperature where the settings have none', async () => {
    expect((await secondTurn()).answer.options?.temperature).toBeUndefined();
  });

  it('stops at the full window on servers that would shift it', async () => {
    expect((await secondTurn()).answer.options?.num_predict).toBe(4096);
  });
});

type Think = ChainSettings['think'];

describe('thinking', () => {
  it.each<[string, string[], string, Think, condense: Think, answer: Think]>([
    ['a model that cannot think', ['completion'], 'llama', undefined, undefined, undefined],
    [
      'a model that cannot think, with think on',
      ['completion'],
      'llama',
      true,
      undefined,
      undefined,
    ],
    ['a model that can think', ['completion', 'thinking'], 'qwen3', undefined, false, undefined],
    [
      'a model that can think, with think on',
      ['completion', 'thinking'],
      'qwen3',
      true,
      false,
      true,
    ],
    [
      'a model that can think, with think off',
      ['completion', 'thinking'],
      'qwen3',
      false,
      false,
      false,
    ],
    ['a model with levels', ['completion', 'thinking'], 'gptoss', undefined, 'low', undefined],
    [
      'a model with levels, with a level set',
      ['completion', 'thinking'],
      'gpt-oss',
      'high',
      'low',
      'high',
    ],
  ])('%s', async (_, capabilities, family, think, condensed, answered) => {
    const { condense, answer } = await secondTurn({
      model: { capabilities, family },
      settings: { think },
    });
    expect([condense.think, answer.think]).toEqual([condensed, answered]);
  });
});
