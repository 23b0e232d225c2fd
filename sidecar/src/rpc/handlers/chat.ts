import {
  ChatCancelRequest,
  ChatCheckContextRequest,
  ChatEditRequest,
  ChatRetryRequest,
  ChatSendRequest,
  TurnInspectRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { checkContext } from '../../chat/contextCheck.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** Turns: asked, stopped, and looked into. */
export function handleChat(dispatcher: Dispatcher, application: Application): void {
  const { conversations } = application;
  dispatcher
    .handle(ChatSendRequest, (params, signal) => conversations.send(params, signal))
    .handle(ChatRetryRequest, (params, signal) => conversations.retry(params, signal))
    .handle(ChatEditRequest, (params, signal) => conversations.edit(params, signal))
    .handle(ChatCancelRequest, async ({ conversationId, turnId }) => {
      await conversations.cancel(conversationId, turnId);
      return null;
    })
    .handle(ChatCheckContextRequest, async ({ context }) => ({
      findings: checkContext(context, application.wording()),
    }))
    .handle(TurnInspectRequest, async ({ conversationId, turnId }) => ({
      calls: await conversations.inspect(conversationId, turnId),
    }));
}
