import type { Strategy } from '@condenser/protocol';
import type { ChainSettings } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import { promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import { describe, expect, it } from 'vitest';
import { createChain, lastText, MODEL, Talk } from './talk.ts';

const OTHER = 'other:1b';
const TURNS = ['How do I read a file in Go?', 'What about a large one?', 'Is it fast?'];

/** The condense request for the follow-up, to a server that keeps one prompt or several. */
async function condenseRequest({
  question = 'is it safe?',
  several = true,
  history = [] as { user: string; assistant: string }[],
  replies = ['Is reading a file in Go safe?'],
  strategy = 'condense+history' as Strategy,
  settings = {} as Partial<ChainSettings>,
}) {
  const parts = createChain({ keepsSeveralPrompts: async () => several, settings });
  const { chain, source, models } = parts;
  models.models = [...models.models, { name: OTHER, trained: 8192 }];
  source.replies.push(...replies.map((text) => ({ text })));
  const turns = history.length > 0 ? history : [{ user: TURNS[0] ?? '', assistant: 'Use os.' }];
  const call = await chain.prepare({
    model: MODEL,
    history: turns,
    question,
    strategy,
  });
  const condensed = await chain.condense(call);
  return { bodies: source.bodies, condensed };
}

describe('where the server keeps several prompts', () => {
  it('the conversation is quoted in one message after a separate system message', async () => {
    const { bodies } = await condenseRequest({});
    expect(bodies[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(bodies[0]?.messages[0]?.content).toBe(promptsIn('en').rewrite.system);
    expect(lastText(bodies[0])).toContain(`User: ${TURNS[0]}\nAssistant: Use os.`);
    expect(lastText(bodies[0])).toContain('is it safe?');
  });

  it('the prompt is in the language of the question', async () => {
    const { bodies } = await condenseRequest({
      question: '它安全吗？',
      replies: ['用 Go 读文件安全吗？'],
    });
    expect(bodies[0]?.messages[0]?.content).toBe(promptsIn('zh').rewrite.system);
  });

  it('the quotation does not grow with the conversation', async () => {
    const history = Array.from({ length: 40 }, (_, at) => ({
      user: `How do I read file number ${at}?`,
      assistant: 'Use os.ReadFile. '.repeat(200),
    }));
    const { bodies } = await condenseRequest({ history });
    expect(lastText(bodies[0]).length).toBeLessThan(4000);
    expect(lastText(bodies[0])).toContain('number 39');
  });

  it('most calls only append to the previous quotation', async () => {
    const turn = (at: number) => ({ user: `How is ${at} read?`, assistant: 'So.' });
    const quoted = async (length: number) => {
      const history = Array.from({ length }, (_, at) => turn(at));
      const text = lastText((await condenseRequest({ history })).bodies[0]);
      return text.slice(0, text.indexOf('\n\n'));
    };
    const texts = await Promise.all([4, 5, 6, 7, 8, 9, 10, 11].map(quoted));
    const added = texts.slice(1).filter((text, at) => text.startsWith(texts[at] ?? '?'));
    expect(added).toHaveLength(5);
  });

  it('a refused rewrite is requested once more in other words', async () => {
    const { bodies, condensed } = await condenseRequest({
      replies: ['Use os.ReadFile.', 'Is it safe to read a file in Go?'],
    });
    expect(bodies).toHaveLength(2);
    expect(lastText(bodies[1])).not.toBe(lastText(bodies[0]));
    expect(condensed.outcome).toEqual({
      standaloneQuestion: 'Is it safe to read a file in Go?',
      rewritten: true,
      searchTerms: ['safe', 'read', 'file', 'go'],
    });
  });

  it('the beginning of an answer is refused', async () => {
    const { condensed } = await condenseRequest({
      replies: ['To read a file in Go safely:', 'To read a file in Go safely:'],
    });
    expect(condensed.outcome).toMatchObject({ rewritten: false, composed: 'joined' });
  });

  it('after two refused rewrites the questions are joined, and the first refusal is reported', async () => {
    const { condensed } = await condenseRequest({ replies: ['Is it safe at all?', 'Yes, it is.'] });
    expect(condensed.outcome).toEqual({
      standaloneQuestion: `${TURNS[0]} is it safe?`,
      rewritten: false,
      composed: 'joined',
      dropped: { reason: 'vague', rewrite: 'Is it safe at all?' },
      searchTerms: ['read', 'file', 'go', 'safe'],
    });
  });
});

describe('where the server keeps one prompt', () => {
  it('the questions are joined and no call is made, as it would slow down the answer', async () => {
    const { bodies, condensed } = await condenseRequest({ several: false });
    expect(bodies).toHaveLength(0);
    expect(condensed.outcome).toEqual({
      standaloneQuestion: `${TURNS[0]} is it safe?`,
      rewritten: false,
      composed: 'joined',
      skipped: 'onePrompt',
      searchTerms: ['read', 'file', 'go', 'safe'],
    });
  });

  it.each([
    ['the answer does not read the conversation', { strategy: 'condense' as const }],
    ['another model condenses', { settings: { condenseModel: OTHER } }],
  ])('the call is made where %s', async (_, more) => {
    const { bodies, condensed } = await condenseRequest({ several: false, ...more });
    expect(bodies).toHaveLength(1);
    expect(condensed.outcome).toMatchObject({ rewritten: true });
  });
});

describe('no condense call is made', () => {
  it.each([
    ['a part is replaced', 'and in Kotlin?'],
    ['the question stands alone', 'Which port does PostgreSQL listen on by default?'],
    ['something is said', 'it still fails with ENOENT'],
    ['the follow-up is long', `is it safe? ${'It runs as root. '.repeat(60)}`],
  ])('where %s', async (_, question) => {
    const { bodies } = await condenseRequest({ question });
    expect(bodies).toHaveLength(0);
  });
});

it('the server’s version is not requested where no call is made', async () => {
  let asked = 0;
  const parts = createChain({
    keepsSeveralPrompts: async () => {
      asked += 1;
      return true;
    },
  });
  const talk = new Talk(parts);
  await talk.ask({ question: TURNS[0] ?? '' });
  await talk.ask({ question: 'and in Rust?' });
  expect(asked).toBe(0);
});
