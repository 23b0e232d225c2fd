import { HumanMessage } from '@langchain/core/messages';
import type { ChatBatch } from '../../models/ollama/chatStream.ts';
import type { OllamaChatModel } from '../../models/ollama/ollamaChatModel.ts';
import { hasThinkingTag } from '../../models/thinkTags.ts';
import type { ChainCall } from './chainRequest.ts';
import { isThinkingAloud } from './guards/answerGuard.ts';
import { auxiliaryRequest, sharedPrefix } from './messages.ts';
import { promptsIn } from './prompts/promptSet.ts';
import { dominantScript } from './words/script.ts';

const MAX_TOKENS = 32;
const MAX_LENGTH = 80;
/** Marks that models put around a title. */
const DECORATION = /^(?:#+\s*|[*_"'“”「『《`]+)|[*_"'“”」』》`.。]+$/g;
const LABEL = /^(?:title|标题)\s*[:：]\s*/i;

/**
 * A title for the conversation so far, with the same prefix as the other calls. Undefined when the
 * model did not write a title: nothing, a paragraph, another language.
 */
export async function titleOf(
  model: OllamaChatModel,
  call: ChainCall,
  signal: AbortSignal,
): Promise<string | undefined> {
  const instruction = promptsIn(call.language).title;
  const message = await model.invoke([...sharedPrefix(call), new HumanMessage(instruction)], {
    signal,
    request: auxiliaryRequest(call, { num_predict: MAX_TOKENS }),
  });
  const done = message.response_metadata.done as ChatBatch['done'];
  return cleanTitle(
    message.text.slice(done?.answerStart ?? 0),
    call.request.history[0]?.user ?? '',
  );
}

/** The title in the model's output; undefined when it is not a title for this question. */
export function cleanTitle(text: string, question: string): string | undefined {
  const [line = '', ...others] = text.trim().split(/\n+/);
  const title = line.trim().replace(LABEL, '').replace(DECORATION, '').trim();
  if (title === '' || title.length > MAX_LENGTH || others.length > 0) return undefined;
  if (hasThinkingTag(text) || isThinkingAloud(title, question)) return undefined;
  const [own, asked] = [dominantScript(title), dominantScript(question)];
  return own !== undefined && asked !== undefined && own !== asked ? undefined : title;
}
