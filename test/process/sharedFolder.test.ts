import {
  ConversationChangedNotification,
  ConversationDeleteRequest,
  ConversationGetRequest,
  ConversationListRequest,
  ConversationUpdateRequest,
  ErrorCode,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import type { SidecarProcess } from './sidecarProcess.ts';
import { startFake, startSidecar } from './starting.ts';
import { startHome } from './storeFiles.ts';

const page = { deleted: false, limit: 50 };

/** Waits until the sidecar has reported such a change. */
async function changeReported(sidecar: SidecarProcess, what: string): Promise<void> {
  await sidecar.child.output.waitFor(
    'message',
    ({ message }) =>
      message.method === ConversationChangedNotification.method &&
      (message.params as { what: string }).what === what,
  );
}

test('each of two sidecars on one folder reports to its clients what the other does', async () => {
  const home = await startHome();
  const fake = await startFake({ otherwise: { tokens: ['Yes.'] } });
  const [one, other] = [await startSidecar({ fake, home }), await startSidecar({ fake, home })];
  await other.request(ConversationListRequest, page);

  const { conversationId, turnId } = await one.ask('One?');
  await changeReported(other, 'created');
  await other.ask('Two?', { conversationId });
  await changeReported(one, 'turns');
  await one.request(ConversationUpdateRequest, { conversationId, title: 'Named' });
  await other.child.output.waitFor('message', ({ message }) =>
    JSON.stringify(message.params ?? null).includes('"title":"Named"'),
  );
  await other.request(ConversationDeleteRequest, { conversationId, permanently: true });
  await changeReported(one, 'erased');

  // The first answer, a rewrite that is refused twice, and the second answer.
  expect(fake.chats).toHaveLength(4);
  expect(turnId).toBeDefined();
  await expect(one.ask('Three?', { conversationId })).rejects.toMatchObject({
    code: ErrorCode.notFound,
  });
});

test('two questions at the same moment, by two processes in one conversation, become branches', async () => {
  const home = await startHome();
  const fake = await startFake({
    replies: [{ tokens: ['First.'] }, { tokens: ['a', 'b'], hold: [1] }, { tokens: ['c'] }],
  });
  const settings = { strategy: 'history' };
  const one = await startSidecar({ fake, home, settings });
  const other = await startSidecar({ fake, home, settings });
  const { conversationId, turnId } = await one.ask('One?');
  const slow = one.ask('Slow?', { conversationId });
  await one.events.waitFor('delta', ({ text }) => text === 'a');
  const { request } = await fake.log.waitFor('held');

  await other.ask('Quick?', { conversationId });
  fake.release(request);
  await slow;

  const { turns } = await other.request(ConversationGetRequest, { conversationId });
  expect(turns).toMatchObject([
    { turnId },
    { text: 'Slow?', parentTurnId: turnId, answer: 'ab', stopReason: 'complete' },
    { text: 'Quick?', parentTurnId: turnId, answer: 'c', stopReason: 'complete' },
  ]);
});
