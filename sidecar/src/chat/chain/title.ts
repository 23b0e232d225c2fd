import { HumanMessage } from '@langchain/core/messages';
import type { ChatBatch } from '../../models/ollama/chatStream.ts';
import type { OllamaChatModel } from '../../models/ollama/ollamaChatModel.ts';
import type { ChainCall } from './chainRequest.ts';
import { sharedPrefix } from './messages.ts';
import { promptsIn } from './prompts/index.ts';
import { isUnmarkedThinking } from './unmarkedThinking.ts';
import { dominantScript } from './words/script.ts';

const MAXIMUM_TOKENS = 32;
const MAXIMUM_LENGTH = 80;
/** What models put around a title. */
const DECORATION = /^(?:#+\s*|[*_"'“”「『《`]+)|[*_"'“”」』》`.。]+$/g;
const LABEL = /^(?:title|标题)\s*[:：]\s*/i;

/**
 * A title for what was said so far, over the same prefix as every other call. Undefined when the
 * model wrote what is none: nothing, a paragraph, another language.
 */
export async function titleOf(
  model: OllamaChatModel,
  call: ChainCall,
  signal: AbortSignal,
): Promise<string | undefined> {
  const instruction = promptsIn(call.language).title;
  const message = await model.invoke([...sharedPrefix(call), new HumanMessage(instruction)], {
    signal,
    request: {
      ...(call.thinking === 'no' ? {} : { think: call.thinking === 'levels' ? 'low' : false }),
      ...(call.settings.keepAlive === undefined ? {} : { keep_alive: call.settings.keepAlive }),
      truncate: false,
      shift: false,
      options: { num_ctx: call.contextWindow, temperature: 0, num_predict: MAXIMUM_TOKENS },
    },
  });
  const done = message.response_metadata.done as ChatBatch['done'];
  return cleanTitle(
    message.text.slice(done?.answerStart ?? 0),
    call.request.history[0]?.user ?? '',
  );
}

/** The title that a model's words are; undefined when they are none for this question. */
export function cleanTitle(text: string, question: string): string | undefined {
  const [line = '', ...others] = text.trim().split(/\n+/);
  const title = line.trim().replace(LABEL, '').replace(DECORATION, '').trim();
  if (title === '' || title.length > MAXIMUM_LENGTH || others.length > 0) return undefined;
  if (isUnmarkedThinking(title, question)) return undefined;
  const [own, asked] = [dominantScript(title), dominantScript(question)];
  return own !== undefined && asked !== undefined && own !== asked ? undefined : title;
}
