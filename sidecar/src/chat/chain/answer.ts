import type { ChatBatch, ChatRequestBody } from '../../models/ollama/chatStream.ts';
import type { OllamaChatModel } from '../../models/ollama/ollamaChatModel.ts';
import type { ChainCall } from './chainRequest.ts';
import { answerMessages, type Prompt } from './messages.ts';

/** A piece of the answer; the last one says how it ended. */
export type AnswerPart = ChatBatch;

/**
 * Streams the answer to a question: messages → model → parts. The signal ends the request.
 *
 * The parts come as the model room reads them: a chunk that passes a runnable costs tens of
 * microseconds more (`npm run bench -- langserve` measures it), which is most of what a token costs.
 *
 * @example
 * for await (const part of answer(model, call, prompt, signal)) …
 */
export function answer(
  model: OllamaChatModel,
  call: ChainCall,
  prompt: Prompt,
  signal?: AbortSignal,
): AsyncIterable<AnswerPart> {
  return model.batches(answerMessages(call, prompt), answerRequest(call), signal);
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
