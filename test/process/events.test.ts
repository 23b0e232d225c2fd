import { randomUUID } from 'node:crypto';
import { type ChatEvent, PageHelloRequest } from '@condenser/protocol';
import { describe, expect, test } from 'vitest';
import type { Logged } from '../fakes/eventLog.ts';
import type { Chunking, FakeReply } from '../fakes/ollama/script.ts';
import { condenseReply, firstReply, scene, secondReply } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

/** The last emoji is split between two tokens. */
const EMOJI = ['汉字', '😀', ' x👩‍👩‍👧', 'é<tag>&', '\ud83d', '\ude00', ' end'];

describe.each<Chunking>(['line', 'burst', 'everyByte', 'splitCharacters'])(
  'when the bytes come by %s',
  (chunking) => {
    test('the deltas add up to the answer, with consecutive offsets', async () => {
      const fake = await startFake({ replies: [{ tokens: EMOJI, chunking }] });
      const sidecar = await startSidecar({ fake });

      const { answer, turnId } = await sidecar.ask(scene.question);

      expect(answer).toBe(EMOJI.join(''));
      expect(sidecar.text(turnId)).toBe(answer);
      expectContiguous(sidecar.events.of('delta'));
      expect(sidecar.events.of('finished')).toMatchObject([{ answerLength: answer.length }]);
    });

    test('thinking comes first, in its own events and offsets', async () => {
      const thinking = ['Hm', ' 🤔', ', yes.'];
      const fake = await startFake({
        models: [{ name: 'fake:latest', capabilities: ['completion', 'thinking'] }],
        replies: [{ thinking, tokens: EMOJI, chunking }],
      });
      const sidecar = await startSidecar({ fake });

      const { answer, turnId } = await sidecar.ask(scene.question);

      expect(answer).toBe(EMOJI.join(''));
      expect(sidecar.text(turnId, 'thinking')).toBe(thinking.join(''));
      expectContiguous(sidecar.events.of('thinking'));
      expectContiguous(sidecar.events.of('delta'));
      const lastThought = sidecar.events.of('thinking').at(-1)?.sequence ?? Infinity;
      expect(lastThought).toBeLessThan(sidecar.events.of('delta')[0]?.sequence ?? -1);
    });

    test('thinking in tags is removed from the answer', async () => {
      const tokens = ['<th', 'ink>Hm 🤔', '</thi', 'nk>\n\nYes', ', 汉字 <think>'];
      const fake = await startFake({ replies: [{ tokens, chunking }] });
      const sidecar = await startSidecar({ fake });

      const { answer, turnId } = await sidecar.ask(scene.question);

      expect(answer).toBe('Yes, 汉字 <think>');
      expect(sidecar.text(turnId)).toBe(answer);
      expect(sidecar.text(turnId, 'thinking')).toBe('Hm 🤔');
    });
  },
);

test('tokens of one read are sent as one delta', async () => {
  const tokens = Array.from({ length: 100 }, (_, index) => ` token${index}`);
  const fake = await startFake({ replies: [{ tokens, chunking: 'burst' }] });
  const sidecar = await startSidecar({ fake });

  await sidecar.ask(scene.question);

  expect(sidecar.events.of('delta')).toMatchObject([{ text: tokens.join(''), offset: 0 }]);
});

test('a single token is sent at once, before the next one arrives', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [1, 2] }] });
  const sidecar = await startSidecar({ fake });
  const result = sidecar.ask(scene.question);
  const { request } = await fake.log.waitFor('held');

  await sidecar.events.waitFor('delta', ({ text }) => text === scene.answer[0]);
  expect(fake.log.of('sent')).toHaveLength(1);
  fake.release(request, 1);
  await sidecar.events.waitFor('delta', ({ text }) => text === scene.answer[1]);
  expect(fake.log.of('sent')).toHaveLength(2);
  fake.release(request);

  expect(await result).toMatchObject({ stopReason: 'complete' });
});

test('the events of a follow-up are in order, with "finished" before the reply', async () => {
  const fake = await startFake({ replies: [firstReply, condenseReply, secondReply] });
  const sidecar = await startSidecar({ fake });
  const { conversationId, turnId: parentTurnId } = await sidecar.ask(scene.question);
  const clientTurnId = randomUUID();

  const result = await sidecar.ask(scene.followUp, { conversationId, clientTurnId });

  const { turnId } = result;
  const events = sidecar.events.all.filter((event) => event.turnId === turnId);
  expect([...new Set(events.map(({ kind }) => kind))]).toEqual([
    'started',
    'condensed',
    'delta',
    'usage',
    'finished',
  ]);
  expect(events[0]).toMatchObject({ clientTurnId, parentTurnId, text: scene.followUp });
  const standaloneQuestion = scene.rewrite.join('');
  expect(events[1]).toMatchObject({ source: 'model', standaloneQuestion });
  expect(result).toMatchObject({ standaloneQuestion, usage: { contextWindow: 4096 } });
  expect(result.usage?.condense?.answerTokens).toBe(scene.rewrite.length);
  expect(result.usage?.answer?.answerTokens).toBe(scene.secondAnswer.length);
  const chat = sidecar.child.messages.filter(({ method }) => method !== 'conversation/changed');
  const [finished, reply] = chat.slice(-2);
  expect(finished?.params).toMatchObject({ kind: 'finished', turnId });
  expect(reply?.result).toEqual(result);
});

test('a standalone question by a rule is marked as such, and needs no call', async () => {
  const fake = await startFake({ replies: [firstReply, secondReply] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask('How do I read a file in Java?');

  const { standaloneQuestion } = await sidecar.ask('and in Kotlin?', { conversationId });

  expect(standaloneQuestion).toBe('How do I read a file in Kotlin?');
  expect(sidecar.events.of('condensed')).toMatchObject([{ source: 'rule', standaloneQuestion }]);
  expect(fake.chats).toHaveLength(2);
});

test('a standalone question from the user is used without a condense call', async () => {
  const fake = await startFake({ replies: [firstReply, secondReply] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);
  const standaloneQuestion = 'How large can the parser cache become?';

  const result = await sidecar.ask(scene.followUp, { conversationId, standaloneQuestion });

  expect(result).toMatchObject({ standaloneQuestion, stopReason: 'complete' });
  expect(sidecar.events.of('condensed')).toMatchObject([{ source: 'person', standaloneQuestion }]);
  expect(fake.chats).toHaveLength(2);
});

/** [notice, the replies of the second turn] */
const notices: readonly (readonly [string, readonly FakeReply[]])[] = [
  ['rewriteDropped', [{ tokens: ['line one\n', 'line two'] }, secondReply]],
  ['condenseFailed', [{ ...condenseReply, fault: { kind: 'noDone' } }, secondReply]],
  ['promptTruncated', [condenseReply, { ...secondReply, promptTokens: 3 }]],
];

test.each(notices)(
  '%s is said in an event, in the language of the client',
  async (code, replies) => {
    const fake = await startFake({ replies: [firstReply, ...replies] });
    const sidecar = await startSidecar({ fake, locale: 'zh-CN' });
    const { conversationId } = await sidecar.ask(scene.question);

    const result = await sidecar.ask(scene.followUp, { conversationId });

    expect(result.stopReason).toBe('complete');
    expect(sidecar.events.of('notice').map(({ notice }) => notice)).toMatchObject([
      { code, message: expect.stringMatching(/\p{Script=Han}/u) },
    ]);
  },
);

test('a growing context window, and dropped turns, cause notices', async () => {
  const models = [{ name: 'fake:latest', trainedContext: 8192 }];
  const long = 'Some words about nothing. '.repeat(400);
  const fake = await startFake({ models, otherwise: { tokens: ['Yes.'] } });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const { conversationId } = await sidecar.ask('Hello?');
  for (let turn = 0; turn < 3; turn += 1) await sidecar.ask(long, { conversationId });

  const codes = sidecar.events.of('notice').map(({ notice }) => notice.code);
  expect(codes).toEqual(['contextWindowGrown', 'turnsLeftOut']);
  expect(fake.log.of('loaded').map(({ contextLength }) => contextLength)).toEqual([4096, 8192]);
});

test('a page loaded during an answer learns the running turn and its offset', async () => {
  const fake = await startFake({ replies: [{ ...firstReply, hold: [2] }] });
  const sidecar = await startSidecar({ fake });
  const clientTurnId = randomUUID();
  const result = sidecar.ask(scene.question, { clientTurnId });
  const { request } = await fake.log.waitFor('held');
  const partial = scene.answer.slice(0, 2).join('');
  const heard = await sidecar.events.waitFor('delta', ({ offset, text }) => {
    return offset + text.length === partial.length;
  });

  const hello = await sidecar.request(PageHelloRequest, { pageId: randomUUID() });

  expect(hello.runningTurns).toEqual([
    {
      conversationId: heard.conversationId,
      turnId: heard.turnId,
      clientTurnId,
      text: scene.question,
      answer: partial,
      thinking: '',
    },
  ]);
  fake.release(request);
  const next = await sidecar.events.waitFor('delta', () => true, heard.sequence);
  expect(next.offset).toBe(partial.length);
  await result;
  const later = await sidecar.request(PageHelloRequest, { pageId: randomUUID() });
  expect(later.runningTurns).toEqual([]);
});

type Piece = Extract<ChatEvent, { kind: 'delta' | 'thinking' }>;

function expectContiguous(pieces: readonly Logged<Piece>[]): void {
  let length = 0;
  for (const { offset, text } of pieces) {
    expect(offset).toBe(length);
    expect(text).not.toBe('');
    length += text.length;
  }
}
