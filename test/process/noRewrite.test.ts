import { ChainInvokeRequest } from '@condenser/protocol';
import { describe, expect, it } from 'vitest';
import type { FakeReply } from '../fakes/ollama/script.ts';
import { serve } from './langserve/servedChain.ts';
import { condenseReply, firstReply, scene } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

/** Results of a condense call without a usable rewrite. */
const NO_REWRITE: Readonly<Record<string, FakeReply>> = {
  nothing: { tokens: [''] },
  'white space': { tokens: [' \n\n'] },
  rubbish: { tokens: ['{"a":[1,2'] },
  'the question before': { tokens: [scene.question] },
  'the answer before': { tokens: [...scene.answer] },
  'an answer': { tokens: ['It holds a hundred files.'] },
  'a thought': { tokens: ['Okay, the user wants to know the size.'] },
  'thinking without an end': { tokens: ['<reasoning>How large is the cache?'] },
  'a question and a tag': { tokens: ['How large is the LRU cache in Java? <reasoning>Hm'] },
  'an error': { fault: { kind: 'status', status: 500 } },
  'an error about thinking': {
    fault: {
      kind: 'status',
      status: 400,
      body: JSON.stringify({ error: '"llama3" does not support thinking' }),
    },
  },
  'an error about a missing model': {
    fault: {
      kind: 'status',
      status: 404,
      body: JSON.stringify({ error: 'model "llama3" not found' }),
    },
  },
  'an error about memory': {
    fault: {
      kind: 'status',
      status: 500,
      body: JSON.stringify({
        error: 'model requires more system memory (9.1 GiB) than is available (3.2 GiB)',
      }),
    },
  },
  'a stream that breaks': { tokens: ['How'], fault: { kind: 'cut', after: 1, where: 'line' } },
  'a page of a proxy': { fault: { kind: 'htmlPage', status: 502 } },
};

const FOLLOW_UPS: Readonly<Record<string, string>> = {
  'a follow-up': scene.followUp,
  'an acknowledgement': 'that works, thanks!',
  'a bare "continue"': 'continue',
  'a follow-up with code': '```java\ncache.size()\n```\nand this one?',
};

const STRATEGIES = ['condense+history', 'condense', 'history'] as const;

/** The last request of the fake contains the previous turn, and ends with the user message. */
function expectHistory(
  bodies: readonly { messages?: readonly { content?: unknown }[] }[],
  followUp: string,
): void {
  const contents = bodies.at(-1)?.messages?.map(({ content }) => String(content)) ?? [];
  expect(contents.slice(1, -1)).toEqual([scene.question, scene.answer.join('')]);
  expect(contents.at(-1)).toContain(followUp);
}

describe.each(Object.entries(NO_REWRITE))('where the condense call gives %s', (_, reply) => {
  it.each(STRATEGIES.slice(0, 2))(
    'the history and the user message are sent (%s)',
    async (strategy) => {
      const fake = await startFake({
        replies: [firstReply, reply],
        otherwise: { tokens: ['Yes.'] },
      });
      const sidecar = await startSidecar({ fake, settings: { strategy } });
      const { conversationId } = await sidecar.ask(scene.question);
      const result = await sidecar.ask(scene.followUp, { conversationId });
      expect(result.stopReason).toBe('complete');
      expectHistory(
        fake.chats.map(({ body }) => body),
        scene.followUp,
      );
    },
  );

  it('the same holds for clients of serve and for chain/invoke', async () => {
    const script = { replies: [reply], otherwise: { tokens: ['Yes.'] } };
    const history = [[scene.question, scene.answer.join('')] as [string, string]];
    const input = { chat_history: history, question: scene.followUp };

    const fake = await startFake(script);
    const served = await serve({ host: fake.url });
    const response = await served.post('/llama3/invoke', { input });
    expect(response.status).toBe(200);
    expectHistory(
      fake.chats.map(({ body }) => body),
      scene.followUp,
    );

    const other = await startFake(script);
    const sidecar = await startSidecar({ fake: other });
    await sidecar.request(ChainInvokeRequest, { ...input, strategy: 'condense' });
    expectHistory(
      other.chats.map(({ body }) => body),
      scene.followUp,
    );
  });
});

describe.each(Object.entries(FOLLOW_UPS).slice(1))('after %s', (_, followUp) => {
  it.each(STRATEGIES)(
    'the history goes along, and no rewrite is asked for (%s)',
    async (strategy) => {
      const fake = await startFake({ replies: [firstReply], otherwise: { tokens: ['Yes.'] } });
      const sidecar = await startSidecar({ fake, settings: { strategy } });
      const { conversationId } = await sidecar.ask(scene.question);
      await sidecar.ask(followUp, { conversationId });
      const bodies = fake.chats.map(({ body }) => body);
      expect(bodies).toHaveLength(2);
      expectHistory(bodies, followUp);
    },
  );
});

describe('a model for the condense call that is gone', () => {
  const gone = 'gone:7b';

  it('costs only the rewrite, and is named', async () => {
    const fake = await startFake({ replies: [firstReply], otherwise: { tokens: ['Yes.'] } });
    const sidecar = await startSidecar({ fake, settings: { condenseModel: gone } });
    const { conversationId } = await sidecar.ask(scene.question);
    const result = await sidecar.ask(scene.followUp, { conversationId });
    expect(result).toMatchObject({ stopReason: 'complete', answer: 'Yes.' });
    expectHistory(
      fake.chats.map(({ body }) => body),
      scene.followUp,
    );
    const notices = sidecar.events.of('notice').map(({ notice }) => notice);
    expect(notices).toMatchObject([{ code: 'condenseFailed', model: gone }]);
    expect(notices[0]?.message).toContain(gone);
  });
});

it.each([
  ['0.17.4', 'one prompt', 'no condense call', 2],
  ['0.32.15', 'several prompts', 'a condense call', 3],
])('Ollama %s, which keeps %s, gets %s', async (version, _prompts, _call, calls) => {
  const replies = [firstReply, condenseReply];
  const fake = await startFake({ version, replies, otherwise: { tokens: ['Yes.'] } });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  await sidecar.ask(scene.followUp, { conversationId });
  const bodies = fake.chats.map(({ body }) => body);
  expect(bodies).toHaveLength(calls);
  expectHistory(bodies, scene.followUp);
});

it('a model whose rewrites are refused three times in a row is not asked again, and that is said once', async () => {
  const fake = await startFake({ otherwise: { tokens: ['It holds files.'] } });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  for (let turn = 0; turn < 5; turn += 1) await sidecar.ask(scene.followUp, { conversationId });
  const codes = sidecar.events.of('notice').map(({ notice }) => notice.code);
  expect(codes.filter((code) => code === 'rewriteDropped')).toHaveLength(3);
  expect(codes.filter((code) => code === 'condenseStopped')).toHaveLength(1);
  // One answer a turn, and three condense calls of two tries.
  expect(fake.chats).toHaveLength(6 + 3 * 2);
});

it('a form that a rule made between refusals neither restarts their count nor stops with it', async () => {
  const fake = await startFake({ otherwise: { tokens: ['It holds files.'] } });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask('How do I read a file in Java?');
  const followUps = [
    'is it safe?',
    'How do I parse a date in Java?',
    'and in Kotlin?',
    'is it fast?',
    'why?',
    'How do I sort an array in Java?',
    'and in Go?',
    'is it stable?',
  ];
  for (const followUp of followUps) await sidecar.ask(followUp, { conversationId });
  const codes = sidecar.events.of('notice').map(({ notice }) => notice.code);
  expect(codes.filter((code) => code === 'rewriteDropped')).toHaveLength(3);
  expect(codes.filter((code) => code === 'condenseStopped')).toHaveLength(1);
  expect(sidecar.events.of('condensed').map(({ source }) => source)).toEqual(['rule', 'rule']);
  expect(fake.chats).toHaveLength(1 + followUps.length + 3 * 2);
});
