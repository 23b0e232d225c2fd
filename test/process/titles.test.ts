import { expect, test } from 'vitest';
import { startFake, startSidecar } from './starting.ts';

test('titles are generated when idle, and do not delay a new turn', async () => {
  const fake = await startFake({
    replies: [
      { tokens: ['Use a stream.'] },
      { tokens: ['Reading ', 'files'], match: { lastMessage: 'title' }, hold: [1] },
      { tokens: ['Yes.'] },
      { tokens: ['Reading files'], match: { lastMessage: 'title' } },
    ],
  });
  const sidecar = await startSidecar({ fake, settings: { strategy: 'history' } });
  const { conversationId } = await sidecar.ask('How do I read a file?');
  const title = await fake.chat(2);

  await sidecar.ask('Is that fast?', { conversationId });
  await fake.log.waitFor('closedByClient', ({ request }) => request === title.request);
  await sidecar.child.output.waitFor('message', ({ message }) =>
    JSON.stringify(message.params ?? null).includes('"title":"Reading files"'),
  );

  const bodies = fake.chats.map(({ body }) => body);
  expect(bodies[1]?.messages?.slice(0, 3)).toEqual(bodies[2]?.messages?.slice(0, 3));
  expect(new Set(bodies.map(({ options }) => options?.num_ctx))).toEqual(new Set([4096]));
});
