import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ChatCancelRequest,
  ConversationDeleteRequest,
  ConversationGetRequest,
  ConversationListRequest,
  ErrorCode,
} from '@condenser/protocol';
import { expect, test } from 'vitest';
import { startFake, startSidecar } from './starting.ts';
import { conversationsFolder, startHome } from './storeFiles.ts';

const page = { deleted: false, limit: 50 };

/** Two sidecars on one folder, and a running turn of the first one. */
async function runningTurn() {
  const home = await startHome();
  const fake = await startFake({ replies: [{ tokens: ['One.', ' Two.'], hold: [1] }] });
  const owner = await startSidecar({ fake, home });
  const other = await startSidecar({ fake, home });
  const answer = owner.ask('Count?');
  const { conversationId, turnId } = await owner.events.waitFor('delta');
  const left = () => readdirSync(join(home, 'data', 'condenser', 'cancel'));
  return { home, fake, owner, other, answer, conversationId, turnId, left };
}

test('a running turn of another process is shown as running, in the list and in the conversation', async () => {
  const { owner, other, answer, conversationId, turnId, fake } = await runningTurn();
  for (const sidecar of [owner, other]) {
    const { conversations } = await sidecar.request(ConversationListRequest, page);
    expect(conversations).toMatchObject([{ conversationId, running: true }]);
    const got = await sidecar.request(ConversationGetRequest, { conversationId });
    expect(got.conversation.running).toBe(true);
    expect(got.turns[0]?.stopReason).toBeUndefined();
  }
  const { request } = await fake.log.waitFor('held');
  fake.release(request);
  await answer;
  const { conversations } = await other.request(ConversationListRequest, page);
  expect(conversations).toMatchObject([{ conversationId, running: false }]);
  const got = await other.request(ConversationGetRequest, { conversationId });
  expect(got).toMatchObject({
    conversation: { running: false },
    turns: [{ turnId, stopReason: 'complete' }],
  });
});

test('a stop from another process stops the turn, and returns when it has ended', async () => {
  const { other, answer, conversationId, turnId, left, fake } = await runningTurn();

  await other.request(ChatCancelRequest, { conversationId, turnId });

  const { turns, conversation } = await other.request(ConversationGetRequest, { conversationId });
  expect(turns).toMatchObject([{ turnId, answer: 'One.', stopReason: 'cancelled' }]);
  expect(conversation.running).toBe(false);
  expect(await answer).toMatchObject({ answer: 'One.', stopReason: 'cancelled' });
  await fake.log.waitFor('closedByClient');
  expect(left()).toEqual([]);
});

test('a stop of a turn whose process dies returns, and the turn is interrupted', async () => {
  const { owner, other, conversationId, turnId, left } = await runningTurn();
  // A suspended process exists, but does not react.
  owner.child.process.kill('SIGSTOP');
  const stopped = other.request(ChatCancelRequest, { conversationId, turnId });
  const { conversation } = await other.request(ConversationGetRequest, { conversationId });
  expect(conversation.running).toBe(true);

  owner.child.process.kill('SIGKILL');
  await stopped;

  const { turns } = await other.request(ConversationGetRequest, { conversationId });
  expect(turns[0]?.error?.code).toBe(ErrorCode.interrupted);
  expect(left()).toEqual([]);
});

test('a delete in one process stops the running turn of another', async () => {
  const { other, answer, conversationId } = await runningTurn();

  await other.request(ConversationDeleteRequest, { conversationId, permanently: false });

  expect(await answer).toMatchObject({ stopReason: 'cancelled' });
  const { conversations } = await other.request(ConversationListRequest, {
    ...page,
    deleted: true,
  });
  expect(conversations).toMatchObject([{ conversationId, running: false }]);
});

test.runIf(process.platform === 'linux')(
  'a turn whose process died is interrupted, though another process has its number now',
  async () => {
    const { owner, other, conversationId, turnId, home } = await runningTurn();
    owner.child.process.kill('SIGKILL');
    await owner.child.exit;
    // This process exists, but was started at another time.
    const file = join(conversationsFolder(home), `${conversationId}.jsonl`);
    const text = readFileSync(file, 'utf8');
    const asked = /"process":\{"id":\d+,"host":("[^"]*"),"bootId":"[^"]+","startedAt":\d+\}/;
    expect(text).toMatch(asked);
    const [, host] = asked.exec(text) ?? [];
    const { pid } = process;
    writeFileSync(
      file,
      text.replace(asked, `"process":{"id":${pid},"host":${host},"startedAt":1}`),
    );

    await other.request(ChatCancelRequest, { conversationId, turnId });

    const { turns } = await other.request(ConversationGetRequest, { conversationId });
    expect(turns[0]?.error?.code).toBe(ErrorCode.interrupted);
  },
);

test('the next question follows one whose process may have died, and the model gets both', async () => {
  const { owner, other, conversationId, turnId, home, fake } = await runningTurn();
  owner.child.process.kill('SIGKILL');
  await owner.child.exit;
  const file = join(conversationsFolder(home), `${conversationId}.jsonl`);
  const text = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('{"type":"delta"'))
    .join('\n');
  // In the format of an earlier version.
  const { pid } = process;
  const old = text.replace(
    /"process":\{"id":\d+,("host":"[^"]*")[^}]*\}/,
    `"process":{"id":${pid},$1}`,
  );
  writeFileSync(file, old);

  await other.ask('And now?', { conversationId });

  const { turns } = await other.request(ConversationGetRequest, { conversationId });
  expect(turns[1]).toMatchObject({ text: 'And now?', parentTurnId: turnId });
  expect(JSON.stringify(fake.chats.at(-1))).toContain('Count?');
});
