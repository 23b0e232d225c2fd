import type { OllamaMessage } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { describe, expect, it } from 'vitest';
import { Random, seeds } from '../../random.ts';
import { createChain, Talk, type TalkTurn } from './talk.ts';

const TURNS = 10;

/** A question, its rewrite and a long enough answer; every third rewrite is refused. */
function turn(language: 'en' | 'zh', index: number): TalkTurn {
  const rewrites = {
    en: [`What is part ${index} of the list?`, 'Yes, it is.'],
    zh: [`列表的第 ${index} 部分是什么？`, '是的。'],
  };
  const [good = '', bad = ''] = rewrites[language];
  return {
    question: language === 'en' ? `and part ${index}?` : `第 ${index} 部分呢？`,
    ...(index === 0 ? {} : { rewrite: index % 3 === 0 ? bad : good }),
    answer: `Answer ${index}. `.repeat(20),
  };
}

describe.each(['en', 'zh'] as const)('over ten turns in %s', (language) => {
  it.each(['condense+history', 'history'] as const)(
    'each answer request begins with all messages of the turn before (%s)',
    async (strategy) => {
      const talk = new Talk(createChain());
      let before: OllamaMessage[] = [];
      for (let index = 0; index < TURNS; index += 1) {
        const asked = turn(language, index);
        const { rewrite: _, ...plain } = asked;
        const told = await talk.ask({ ...(strategy === 'history' ? plain : asked), strategy });
        const messages = told.bodies.at(-1)?.messages ?? [];
        expect(messages.slice(0, before.length)).toEqual(before);
        before = [...messages, { role: 'assistant', content: told.answer }];
      }
    },
  );

  it('every call has the same context window', async () => {
    const parts = createChain();
    const talk = new Talk(parts);
    for (let index = 0; index < TURNS; index += 1) await talk.ask(turn(language, index));
    const windows = parts.source.bodies.map((body) => body.options?.num_ctx);
    expect(new Set(windows)).toEqual(new Set([4096]));
  });
});

const WORDS = [
  'sort',
  'the',
  'list',
  '`getName`',
  '排序',
  '列表',
  '42',
  '"null"',
  'C++',
  '```',
  '。',
];

describe('in random conversations', () => {
  it.each(seeds(25))(
    'answer requests only append, and contain the question (seed %i)',
    async (seed) => {
      const random = new Random(seed);
      const talk = new Talk(createChain());
      let before: OllamaMessage[] = [];
      for (let index = 0; index < 8; index += 1) {
        const question = random.text(WORDS, random.integer(1, 12));
        const strategy = random.pick(['condense+history', 'history'] as const);
        const rewrite = random.text(WORDS, random.integer(1, 12));
        const told = await talk.ask({
          question,
          strategy,
          rewrite,
          answer: random.text(WORDS, 30),
        });
        const messages = told.bodies.at(-1)?.messages ?? [];
        expect(messages.slice(0, before.length)).toEqual(before);
        expect(messages.at(-1)?.content).toContain(question);
        before = [...messages, { role: 'assistant', content: told.answer }];
      }
    },
  );
});
