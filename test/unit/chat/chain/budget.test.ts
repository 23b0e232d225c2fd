import { estimateTokens } from '@condenser/sidecar/chat/chain/contextBudget.ts';
import type { ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../../random.ts';
import { createChain, MODEL, Talk } from './talk.ts';

/** About 300 tokens. */
const ANSWER = 'The list is sorted and printed by this word. '.repeat(27);
const TRAINED = 4096;

async function longTalk(turns: number, trained = TRAINED) {
  const parts = createChain({ model: { trained } });
  const talk = new Talk(parts);
  const told = [];
  for (let index = 0; index < turns; index += 1) {
    const question = `and what is the part ${index} of it?`;
    told.push(await talk.ask({ question, strategy: 'history', answer: ANSWER }));
  }
  return { ...parts, talk, told };
}

function tokens(body: ChatRequestBody): number {
  return body.messages.reduce((sum, { content }) => sum + estimateTokens(content) + 6, 0);
}

describe('a conversation that exceeds its window', () => {
  it('loses its oldest turns in blocks and only grows in between', async () => {
    const { told } = await longTalk(24);
    const firsts = told.map(({ call }) => call.firstTurn);
    const cuts = firsts.filter((first, index) => first > (firsts[index - 1] ?? 0));
    expect(cuts.length).toBeGreaterThanOrEqual(2);
    for (const [index, { bodies }] of told.entries()) {
      const before = told[index - 1];
      if (before === undefined || firsts[index] !== firsts[index - 1]) continue;
      const messages = before.bodies.at(-1)?.messages ?? [];
      expect(bodies[0]?.messages.slice(0, messages.length)).toEqual(messages);
    }
    // A block is several turns, so that the next turn needs no cut.
    for (const cut of cuts)
      expect(firsts.filter((first) => first === cut).length).toBeGreaterThan(1);
  });

  it('keeps the first message, and the newest turns in their order', async () => {
    const { told, talk } = await longTalk(24);
    const last = told.at(-1);
    const messages = last?.bodies[0]?.messages ?? [];
    expect(messages[0]).toEqual({ role: 'system', content: told[0]?.call.system });
    const kept = talk.history.slice(last?.call.firstTurn, -1);
    expect(messages.slice(1, -1).map(({ content }) => content)).toEqual(
      kept.flatMap(({ user, assistant }) => [user, assistant]),
    );
  });

  it('never exceeds the model’s trained length minus the space for the answer', async () => {
    const { source } = await longTalk(24);
    for (const body of source.bodies) {
      expect(body.options?.num_ctx).toBeLessThanOrEqual(TRAINED);
      expect(tokens(body) + TRAINED * 0.25).toBeLessThanOrEqual(TRAINED);
    }
  });

  it('is cut at the same place when a stateless client sends all of it', async () => {
    const { told, talk } = await longTalk(24);
    for (const [index, { call }] of told.entries()) {
      const { chain } = createChain({ model: { trained: TRAINED } });
      const again = await chain.prepare({
        model: MODEL,
        history: talk.history.slice(0, index),
        question: call.request.question,
        strategy: 'history',
      });
      expect(again.firstTurn).toBe(call.firstTurn);
    }
  });

  it('is cut at the same place when its questions differ in length', async () => {
    const talk = new Talk(createChain({ model: { trained: TRAINED } }));
    for (let index = 0; index < 24; index += 1) {
      const question = index % 3 === 1 ? `why, ${'and what more '.repeat(120)}?` : 'why?';
      const { call } = await talk.ask({ question, strategy: 'history', answer: ANSWER });
      const { chain } = createChain({ model: { trained: TRAINED } });
      const history = talk.history.slice(0, index);
      const again = await chain.prepare({ model: MODEL, history, question, strategy: 'history' });
      expect([index, again.firstTurn]).toEqual([index, call.firstTurn]);
    }
  });

  it('sends a question that is too long by itself, so that Ollama refuses it', async () => {
    const { talk } = await longTalk(3);
    const { bodies } = await talk.ask({ question: 'word '.repeat(9000), strategy: 'history' });
    expect(bodies[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(bodies[0]?.options?.num_ctx).toBe(TRAINED);
  });

  it('has less space once Ollama has counted more tokens than estimated', async () => {
    const parts = createChain({ model: { trained: TRAINED } });
    const counted = createChain({ model: { trained: TRAINED } });
    const talks = [new Talk(parts), new Talk(counted)];
    for (let index = 0; index < 7; index += 1) {
      for (const [at, talk] of talks.entries()) {
        const { source } = at === 0 ? parts : counted;
        source.replies.push((body) => ({
          text: ANSWER,
          promptTokens: at === 0 ? tokens(body) : 3 * tokens(body),
        }));
        await talk.ask({ question: `and the part ${index}?`, strategy: 'history' });
      }
    }
    expect(talks[0]?.firstTurn).toBe(0);
    expect(talks[1]?.firstTurn).toBeGreaterThan(0);
  });
});

describe('truncation', () => {
  it.each([
    ['fewer tokens than the words must have', 30, true],
    ['a plausible count', 1300, false],
    ['no count', 0, false],
  ])('is detected by %s', async (_, promptTokens, truncated) => {
    const { chain, talk } = await longTalk(4);
    const { call, userMessage } = await talk.ask({ question: 'why?', strategy: 'history' });
    expect(chain.wasTruncated(call, { text: userMessage, withHistory: true }, promptTokens)).toBe(
      truncated,
    );
  });
});

const WORDS = ['sort', 'the', '列表', 'f(x)', '`a.b`', '排序', 'and', '\n', '    ', '42', '。'];

describe('in random conversations', () => {
  it.each(seeds(20))('the window is never exceeded (seed %i)', async (seed) => {
    const random = new Random(seed);
    const trained = random.pick([2048, 4096, 8192, 10_000]);
    const talk = new Talk(createChain({ model: { trained } }));
    for (let index = 0; index < 20; index += 1) {
      const question = random.text(WORDS, random.integer(1, 120));
      const answer = random.text(WORDS, random.integer(1, 600));
      const { bodies, call } = await talk.ask({ question, strategy: 'history', answer });
      for (const body of bodies) expect(tokens(body)).toBeLessThanOrEqual(call.contextWindow);
      expect(call.contextWindow).toBeLessThanOrEqual(trained);
    }
  });
});
