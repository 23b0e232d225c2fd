import type { ContextItem } from '@condenser/protocol';
import { promptsIn } from '@condenser/sidecar/chat/chain/prompts/index.ts';
import { describe, expect, it } from 'vitest';
import { createChain, lastText, Talk } from './talk.ts';

const LANGUAGES = [
  {
    language: 'en',
    first: 'How do I sort a list in Java?',
    second: 'is it stable?',
    rewrite: 'Is sorting a list in Java stable?',
    bad: 'Sort it in Java.',
    edited: 'How do I sort an array in Kotlin?',
  },
  {
    language: 'zh',
    first: 'Java 里怎么给列表排序？',
    second: '它稳定吗？',
    rewrite: 'Java 里给列表排序稳定吗？',
    bad: 'Java 里怎么给列表排序？',
    edited: 'Kotlin 里怎么给数组排序？',
  },
] as const;

const CODE: ContextItem = { kind: 'selection', text: 'list.sort()', title: 'Main.java' };

describe.each(LANGUAGES)('in $language', ({ language, first, second, rewrite, bad, edited }) => {
  const prompts = promptsIn(language);

  async function afterFirstTurn(strategy: 'condense+history' | 'condense' | 'history') {
    const parts = createChain();
    const talk = new Talk(parts);
    await talk.ask({ question: first, strategy, answer: 'OK' });
    return { talk, ...parts };
  }

  it.each(['condense+history', 'condense', 'history'] as const)(
    'asks once, with the user’s message and no history (%s)',
    async (strategy) => {
      const { source } = await afterFirstTurn(strategy);
      expect(source.bodies).toHaveLength(1);
      expect(source.last.messages.map(({ role }) => role)).toEqual(['system', 'user']);
      expect(lastText(source.last)).toBe(first);
    },
  );

  it('condense+history: the answer call continues the previous turn', async () => {
    const { talk, source } = await afterFirstTurn('condense+history');
    const before = source.last.messages;
    const { bodies } = await talk.ask({ question: second, rewrite });
    const answer = bodies[1]?.messages;
    expect(answer?.slice(0, before.length)).toEqual(before);
    expect(answer?.slice(1, -1).map(({ content }) => content)).toEqual([first, 'OK']);
  });

  it('condense+history: the rewrite is sent together with the user’s message', async () => {
    const { talk } = await afterFirstTurn('condense+history');
    const { bodies, userMessage } = await talk.ask({ question: second, rewrite });
    expect(userMessage).toBe(prompts.clarified(second, rewrite));
    expect(lastText(bodies[1])).toBe(userMessage);
  });

  it('condense+history: a bad rewrite removes nothing from the question', async () => {
    const { talk } = await afterFirstTurn('condense+history');
    const { bodies, condensed } = await talk.ask({ question: second, rewrite: bad });
    expect(condensed.outcome).toMatchObject({ rewritten: false, dropped: { rewrite: bad } });
    expect(lastText(bodies.at(-1))).toBe(second);
  });

  it('condense+history: a rewrite that only repeats the question adds nothing', async () => {
    const { talk } = await afterFirstTurn('condense+history');
    const { condensed, userMessage } = await talk.ask({ question: second, rewrite: second });
    expect(condensed.outcome).toEqual({
      standaloneQuestion: `${first} ${second}`,
      rewritten: false,
      composed: 'joined',
      searchTerms: expect.any(Array),
    });
    expect(userMessage).toBe(second);
  });

  it('condense: the standalone question is sent alone', async () => {
    const { talk } = await afterFirstTurn('condense');
    const { bodies, call } = await talk.ask({ question: second, strategy: 'condense', rewrite });
    expect(bodies).toHaveLength(2);
    expect(bodies[1]?.messages).toEqual([
      { role: 'system', content: call.system },
      { role: 'user', content: rewrite },
    ]);
  });

  it('condense: a bad rewrite is replaced by the history and the user’s message', async () => {
    const { talk } = await afterFirstTurn('condense');
    const { bodies } = await talk.ask({ question: second, strategy: 'condense', rewrite: bad });
    expect(
      bodies
        .at(-1)
        ?.messages.map(({ content }) => content)
        .slice(1),
    ).toEqual([first, 'OK', second]);
  });

  it('history: no condense call is made', async () => {
    const { talk } = await afterFirstTurn('history');
    const { bodies, condensed } = await talk.ask({ question: second, strategy: 'history' });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.messages.slice(1).map(({ content }) => content)).toEqual([
      first,
      'OK',
      second,
    ]);
    expect(condensed.outcome.skipped).toBe('strategy');
  });

  it.each(['condense+history', 'condense', 'history'] as const)(
    'takes an edited standalone question as it is (%s)',
    async (strategy) => {
      const { talk } = await afterFirstTurn(strategy);
      const { bodies, condensed } = await talk.ask({
        question: second,
        strategy,
        standaloneQuestion: edited,
      });
      expect(bodies).toHaveLength(1);
      expect(condensed.outcome).toEqual({
        standaloneQuestion: edited,
        rewritten: true,
        skipped: 'edited',
        searchTerms: expect.any(Array),
      });
      const expected = strategy === 'condense' ? edited : prompts.clarified(second, edited);
      expect(lastText(bodies[0])).toBe(expected);
    },
  );

  it('sends the context of an edited standalone question (condense)', async () => {
    const { talk } = await afterFirstTurn('condense');
    const standaloneQuestion = edited;
    const asked = { question: second, strategy: 'condense', standaloneQuestion } as const;
    const { bodies } = await talk.ask({ ...asked, context: [CODE] });
    expect(lastText(bodies[0])).toContain('list.sort()');
    expect(lastText(bodies[0])).toContain(edited);
  });

  it('drops a rewrite that was cut off', async () => {
    const { talk, source } = await afterFirstTurn('condense+history');
    source.replies.push({ text: rewrite.slice(0, -3), reason: 'length' });
    const { condensed } = await talk.ask({ question: second });
    expect(condensed.outcome.dropped?.reason).toBe('tooLong');
  });

  it('sends context before the question, and makes no condense call', async () => {
    const { talk } = await afterFirstTurn('condense+history');
    const { bodies, condensed } = await talk.ask({ question: second, context: [CODE] });
    expect(condensed.outcome.skipped).toBe('ownContext');
    expect(bodies).toHaveLength(1);
    expect(lastText(bodies[0])).toBe(
      `${prompts.source('Main.java', undefined)}\n\`\`\`\nlist.sort()\n\`\`\`\n\n${second}`,
    );
  });
});

describe('a wrapper around a rewrite', () => {
  it.each([
    ['"Is sorting a list in Java stable?"'],
    ['“Is sorting a list in Java stable?”'],
    ['**Is sorting a list in Java stable?**'],
    ['  Is sorting a list in Java stable?\n'],
  ])('is removed: %s', async (rewrite) => {
    const talk = new Talk(createChain());
    await talk.ask({ question: 'How do I sort a list in Java?' });
    const { condensed } = await talk.ask({ question: 'is it stable?', rewrite });
    expect(condensed.outcome.standaloneQuestion).toBe('Is sorting a list in Java stable?');
  });

  it.each(['en', 'zh'] as const)(
    'the label of the question in the prompt is taken off (%s)',
    async (language) => {
      const rows = {
        en: ['How is a list sorted?', 'is it stable?'],
        zh: ['列表怎么排序？', '它稳定吗？'],
      };
      const [first = '', second = ''] = rows[language];
      const label = promptsIn(language).rewrite.message('');
      const rewrite = language === 'en' ? 'Is sorting a list stable?' : '列表排序稳定吗？';
      const talk = new Talk(createChain());
      await talk.ask({ question: first });
      const { condensed } = await talk.ask({ question: second, rewrite: `${label} ${rewrite}` });
      expect(condensed.outcome.standaloneQuestion).toBe(rewrite);
    },
  );
});
