import { promptLanguage, promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import { describe, expect, it } from 'vitest';
import { createChain, Talk } from './talk.ts';

const CODE = {
  kind: 'selection' as const,
  text: 'for (const item of list) use(item);\n'.repeat(40),
};

describe('the language of the prompts', () => {
  it.each([
    ['auto', 'How do I sort a list?', 'en'],
    ['auto', '怎么给列表排序？', 'zh'],
    ['auto', 'useEffect vs useLayoutEffect 区别', 'zh'],
    ['auto', 'what does 你好 mean?', 'en'],
    ['auto', 'リストの並べ替え方は？', 'en'],
    ['auto', '1 + 1', 'en'],
    ['zh-CN', 'How do I sort a list?', 'zh'],
    ['ZH', 'How do I sort a list?', 'zh'],
    ['en', '怎么给列表排序？', 'en'],
    ['de', '怎么给列表排序？', 'en'],
    ['zha', '怎么给列表排序？', 'en'],
  ])('setting %s, first question %s: %s', (setting, question, language) => {
    expect(promptLanguage(setting, question)).toBe(language);
  });

  it.each([
    ['解释一下', '¿y esto?'],
    ['Explain it', '那用循环呢？'],
  ])('is that of the first turn for the whole conversation: %s', async (first, second) => {
    const talk = new Talk(createChain());
    const one = await talk.ask({ question: first, context: [CODE] });
    const two = await talk.ask({ question: second, strategy: 'history' });
    expect(two.call.language).toBe(one.call.language);
    expect(two.call.system).toBe(one.call.system);
  });

  it('does not change when the first turns are left out', async () => {
    const talk = new Talk(createChain({ model: { trained: 2048 } }));
    const systems = new Set<string>();
    for (let index = 0; index < 6; index += 1) {
      const question = index === 0 ? '怎么排序？' : 'How do I sort a list in this language?';
      const { call } = await talk.ask({
        question,
        strategy: 'history',
        answer: 'word '.repeat(900),
      });
      systems.add(call.system);
    }
    expect(talk.firstTurn).toBeGreaterThan(0);
    expect(systems.size).toBe(1);
  });
});

describe('the language of the answer', () => {
  it.each([
    ['auto', 'How do I sort?', promptsIn('en').languageRule(undefined)],
    ['auto', '怎么排序？', promptsIn('zh').languageRule(undefined)],
    ['zh-CN', 'How do I sort?', promptsIn('zh').languageRule('中文（中国）')],
    ['en', '怎么排序？', promptsIn('en').languageRule('English')],
    ['de', 'How do I sort?', promptsIn('en').languageRule('German')],
    ['not a tag', 'How do I sort?', promptsIn('en').languageRule('not a tag')],
  ])(
    'setting %s on "%s" is what the first message asks for',
    async (answerLanguage, question, rule) => {
      const { bodies } = await new Talk(createChain({ settings: { answerLanguage } })).ask({
        question,
      });
      expect(bodies[0]?.messages[0]?.role).toBe('system');
      expect(bodies[0]?.messages[0]?.content).toContain(rule);
    },
  );

  it('follows the setting from the next turn on', async () => {
    const parts = createChain();
    const talk = new Talk(parts);
    await talk.ask({ question: 'How do I sort?' });
    parts.settings.answerLanguage = 'fr';
    const { call } = await talk.ask({ question: 'why?', strategy: 'history' });
    expect(call.system).toContain(promptsIn('en').languageRule('French'));
  });
});
