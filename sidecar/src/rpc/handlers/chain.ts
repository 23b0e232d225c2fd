import {
  ChainCondenseRequest,
  type ChainInput,
  ChainInvokeRequest,
  type Strategy,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { ChainRequest } from '../../chat/chain/chainRequest.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** The bare chain, without a conversation. */
export function handleChain(dispatcher: Dispatcher, application: Application): void {
  dispatcher
    .handle(ChainCondenseRequest, async (params, signal) => {
      const chain = await application.backend.chain();
      const call = await chain.prepare(await chainRequest(application, params, signal), signal);
      return (await chain.condense(call, signal)).outcome;
    })
    .handle(ChainInvokeRequest, async (params, signal) => {
      const chain = await application.backend.chain();
      const call = await chain.prepare(await chainRequest(application, params, signal), signal);
      const condensed = await chain.tryCondense(call, signal);
      let output = '';
      for await (const part of chain.answer(call, chain.prompt(call, condensed), signal)) {
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
  const settings = application.settings.current;
  return {
    model: await application.backend.catalogue.choose(signal, params.model, settings.model),
    history: params.chat_history.map(([user, assistant]) => ({ user, assistant })),
    question: params.question,
    strategy: params.strategy ?? settings.strategy,
  };
}
