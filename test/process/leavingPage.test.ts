import { randomUUID } from 'node:crypto';
import {
  ChatEditRequest,
  ChatRetryRequest,
  ChatSendRequest,
  ConversationGetRequest,
} from '@condenser/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { WebProcess } from '../browser/webProcess.ts';
import { startFake } from './starting.ts';
import { secretOf, WebPage } from './webPage.ts';

const begins = {
  'chat/send': (page: WebPage, conversationId: string) =>
    page.request(ChatSendRequest, {
      ...{ clientTurnId: randomUUID(), conversationId, text: 'Slow?' },
      strategy: 'history',
    }),
  'chat/retry': (page: WebPage, conversationId: string, turnId: string) =>
    page.request(ChatRetryRequest, { clientTurnId: randomUUID(), conversationId, turnId }),
  'chat/edit': (page: WebPage, conversationId: string, turnId: string) =>
    page.request(ChatEditRequest, {
      ...{ clientTurnId: randomUUID(), conversationId, turnId },
      text: 'Slow?',
    }),
} as const;

test.each(Object.keys(begins) as (keyof typeof begins)[])(
  'a turn that %s began goes on when its page is closed',
  async (method) => {
    const fake = await startFake({
      replies: [{ tokens: ['First.'] }, { tokens: ['One.', ' Two.'], hold: [1] }],
    });
    const web = await WebProcess.start({ host: fake.url });
    onTestFinished(() => web.stop());
    const secret = await secretOf(web);
    const leaving = await WebPage.open(web, secret);
    const staying = await WebPage.open(web, secret);
    const first = { clientTurnId: randomUUID(), text: 'First?', strategy: 'history' } as const;
    const { conversationId, turnId } = await leaving.request(ChatSendRequest, first);
    void begins[method](leaving, conversationId, turnId);
    await staying.events.waitFor('delta', ({ text }) => text === 'One.');
    const { request } = await fake.log.waitFor('held');

    await leaving.close();
    // The server handles the close before it answers the other page.
    await staying.request(ConversationGetRequest, { conversationId });
    fake.release(request);
    const ended = await staying.events.waitFor('finished', (event) => event.turnId !== turnId);

    expect(ended.stopReason).toBe('complete');
    const { turns } = await staying.request(ConversationGetRequest, { conversationId });
    expect(turns.at(-1)).toMatchObject({ answer: 'One. Two.', stopReason: 'complete' });
  },
);
