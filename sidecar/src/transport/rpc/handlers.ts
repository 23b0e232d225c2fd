import {
  ChainCondenseRequest,
  type ChainInput,
  ChainInvokeRequest,
  ChatCancelRequest,
  ChatSendRequest,
  ModelListRequest,
  ModelShowRequest,
  PageHelloRequest,
  StatusGetRequest,
  type Strategy,
} from '@condenser/protocol';
import type { Application } from '../../application.ts';
import type { ChainRequest } from '../../chain/chainRequest.ts';
import type { Dispatcher } from './dispatcher.ts';

/** Binds every request beside the life cycle's to the room that answers it. */
export function registerHandlers(dispatcher: Dispatcher, application: Application): void {
  const { conversations, catalogue } = application;
  dispatcher
    .handle(PageHelloRequest, async (_params, signal) => ({
      settings: application.visibleSettings(),
      status: await application.status(signal),
      runningTurns: conversations.runningTurns(),
    }))
    .handle(StatusGetRequest, (_params, signal) => application.status(signal))
    .handle(ChatSendRequest, (params, signal) => conversations.send(params, signal))
    .handle(ChatCancelRequest, async ({ conversationId, turnId }) => {
      await conversations.cancel(conversationId, turnId);
      return null;
    })
    .handle(ModelListRequest, async (_params, signal) => ({
      models: await catalogue.list(signal),
    }))
    .handle(ModelShowRequest, ({ model }, signal) => catalogue.show(model, signal))
    .handle(ChainCondenseRequest, async (params, signal) => {
      const chain = await application.chain();
      const call = await chain.prepare(await chainRequest(application, params, signal), signal);
      return (await chain.condense(call, signal)).outcome;
    })
    .handle(ChainInvokeRequest, async (params, signal) => {
      const chain = await application.chain();
      const call = await chain.prepare(await chainRequest(application, params, signal), signal);
      const condensed = await chain.condense(call, signal);
      let output = '';
      for await (const part of chain.answer(call, chain.asking(call, condensed), signal)) {
        output += part.content;
      }
      return { output, condensed: condensed.outcome };
    });
}

async function chainRequest(
  application: Application,
  params: ChainInput & { model?: string | undefined; strategy?: Strategy | undefined },
  signal: AbortSignal,
): Promise<ChainRequest> {
  const { settings, catalogue } = application;
  return {
    model: params.model ?? settings.model ?? (await catalogue.choose(signal)),
    history: params.chat_history.map(([user, assistant]) => ({ user, assistant })),
    question: params.question,
    strategy: params.strategy ?? settings.strategy,
  };
}
