import type { AIMessageChunk } from '@langchain/core/messages';
import { type Runnable, RunnableLambda } from '@langchain/core/runnables';
import type { ChatBatch, ChatRequestBody } from '../model/chatStream.ts';
import type { OllamaChatModel } from '../model/ollamaChatModel.ts';
import type { ChainCall } from './chainRequest.ts';
import { answerMessages } from './messages.ts';

/** A call, and the message that asks (see askingMessage). */
export interface AnswerInput {
  readonly call: ChainCall;
  readonly asking: string;
}

/** A piece of the answer; the last one says how it ended. */
export type AnswerPart = ChatBatch;

/**
 * Streams the answer to a question: messages → model → parts. `config.signal` ends the request.
 *
 * @example
 * for await (const part of await answer(model, input.call).stream(input, { signal })) …
 */
export function answer(
  model: OllamaChatModel,
  call: ChainCall,
): Runnable<AnswerInput, AIMessageChunk> {
  return RunnableLambda.from((input: AnswerInput) => answerMessages(input.call, input.asking)).pipe(
    model.withConfig({ request: answerRequest(call) }),
  );
}

/** What the answer call sends beside its messages. */
function answerRequest(call: ChainCall): Omit<ChatRequestBody, 'model' | 'messages'> {
  const { think, keepAlive, temperature } = call.settings;
  return {
    ...(think === undefined || call.thinking === 'no' ? {} : { think }),
    ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
    truncate: false,
    shift: false,
    options: {
      num_ctx: call.contextWindow,
      // Servers that know `shift` stop when the window is full; older ones would never stop.
      num_predict: call.contextWindow,
      ...(temperature === undefined ? {} : { temperature }),
    },
  };
}

/** What a chunk of the model carries, without LangChain's wrapping. */
export function toAnswerPart(chunk: AIMessageChunk): AnswerPart {
  const thinking = chunk.additional_kwargs.reasoning_content;
  const done = chunk.response_metadata.done as AnswerPart['done'];
  return {
    content: chunk.text,
    thinking: typeof thinking === 'string' ? thinking : '',
    ...(done === undefined ? {} : { done }),
  };
}
