import { AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import type { ChainCall } from './chainRequest.ts';
import { ownWords } from './ownWords.ts';
import { promptsIn } from './prompts/index.ts';

/** The messages that both calls of a turn, and the next turn's, begin with. */
export function sharedPrefix(call: ChainCall): BaseMessage[] {
  const messages: BaseMessage[] = [new SystemMessage(call.system)];
  for (const turn of call.turns) {
    messages.push(new HumanMessage(turn.user), new AIMessage(turn.assistant));
  }
  return messages;
}

/** The condense call: the prefix, and the request to rewrite what comes next. */
export function condenseMessages(call: ChainCall): BaseMessage[] {
  const instruction = promptsIn(call.language).condense(call.request.question);
  return [...sharedPrefix(call), new HumanMessage(instruction)];
}

/**
 * The message that asks, as it is sent and as the next turns will find it in their history.
 * `standaloneQuestion` is absent when there is none beside the person's own words.
 */
export function askingMessage(call: ChainCall, standaloneQuestion: string | undefined): string {
  if (standaloneQuestion === undefined) return call.ownWords;
  const prompts = promptsIn(call.language);
  if (call.request.strategy === 'condense') {
    // An edited one may come with code, which is not part of it.
    return ownWords(standaloneQuestion, call.request.context ?? [], prompts);
  }
  return prompts.clarified(call.ownWords, standaloneQuestion);
}

/** The answer call. By the strategy `condense` the standalone question goes without history. */
export function answerMessages(call: ChainCall, asking: string): BaseMessage[] {
  const prefix =
    call.request.strategy === 'condense' ? [new SystemMessage(call.system)] : sharedPrefix(call);
  return [...prefix, new HumanMessage(asking)];
}
