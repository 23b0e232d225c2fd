import { expect, test } from 'vitest';
import { scene } from './scene.ts';
import { startFake, startSidecar } from './starting.ts';

const answer = { tokens: scene.answer };

test.each([
  ['Okay, the user wants to know how big the parser cache is.'],
  ['嗯，用户想知道解析器缓存有多大。'],
  ['The user asks for its size. </think'],
])('thinking that nothing marks is not used as the standalone question: %s', async (thought) => {
  const fake = await startFake({ replies: [answer, { tokens: [thought] }, answer] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);

  const next = await sidecar.ask(scene.followUp, { conversationId });

  expect(next).not.toHaveProperty('standaloneQuestion');
  expect(sidecar.events.of('notice').at(-1)?.notice).toMatchObject({
    code: 'rewriteDropped',
    reason: 'thinking',
  });
  expect(fake.chats.at(-1)?.body.messages?.at(-1)?.content).toContain(scene.followUp);
  expect(JSON.stringify(fake.chats.at(-1)?.body)).not.toContain(thought);
});

test.each([
  ['a mark that only ends it', 'They mean the cache.\n</think>\n\n'],
  ['marks around it', '<thinking>They mean the cache.</thinking>'],
  ['channels', '<|channel|>analysis<|message|>The cache.<|end|><|channel|>final<|message|>'],
])('thinking before a rewrite is left out of it: %s', async (_, thought) => {
  const rewrite = { tokens: [...thought, ...scene.rewrite] };
  const fake = await startFake({ replies: [answer, rewrite, answer] });
  const sidecar = await startSidecar({ fake });
  const { conversationId } = await sidecar.ask(scene.question);

  const next = await sidecar.ask(scene.followUp, { conversationId });

  expect(next.standaloneQuestion).toBe(scene.rewrite.join(''));
});

test('unmarked thinking does not become a title, and an answer that starts like it is kept', async () => {
  const spoken = ['Okay, the user wants', ' to know about the cache.'];
  const fake = await startFake({
    replies: [
      { tokens: ['Okay, the user wants a title.'], match: { lastMessage: 'title' } },
      { tokens: spoken },
    ],
  });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });

  const { answer: given, turnId } = await sidecar.ask(scene.question);
  await fake.chat(2);
  await fake.log.waitFor('over', ({ request }) => request === fake.chats[1]?.request);
  await sidecar.leave();

  expect(given).toBe(spoken.join(''));
  expect(sidecar.text(turnId)).toBe(given);
  expect(JSON.stringify(sidecar.child.messages)).not.toContain('wants a title');
});
