import {
  ChatCancelRequest,
  ChatCheckContextRequest,
  ChatEditRequest,
  ChatRetryRequest,
  ChatSendRequest,
  TurnInspectRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { checkContext } from '../../chat/notices.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** Sending, cancelling and inspecting turns. */
export function handleChat(dispatcher: Dispatcher, application: Application): void {
  const { turns } = application.chat;
  dispatcher
    .handle(ChatSendRequest, (params, signal) => turns.send(params, signal))
    .handle(ChatRetryRequest, (params, signal) => turns.retry(params, signal))
    .handle(ChatEditRequest, (params, signal) => turns.edit(params, signal))
    .handle(ChatCancelRequest, async ({ conversationId, turnId }) => {
      await turns.cancel(conversationId, turnId);
      return null;
    })
    .handle(ChatCheckContextRequest, async ({ context }) => ({
      findings: checkContext(context, application.wording()),
    }))
    .handle(TurnInspectRequest, async ({ conversationId, turnId }) => ({
      calls: await turns.inspect(conversationId, turnId),
    }));
}
