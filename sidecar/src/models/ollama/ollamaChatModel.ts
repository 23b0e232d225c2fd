import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
} from '@langchain/core/language_models/chat_models';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { ChatBatch, ChatRequestBody, OllamaMessage } from './chatStream.ts';

/** What a call may set beside the messages. */
export interface OllamaCallOptions extends BaseChatModelCallOptions {
  readonly request?: Omit<ChatRequestBody, 'model' | 'messages'>;
}

/** Where the answers come from: one method of OllamaServer, so that a test can stand in for it. */
export interface ChatSource {
  /** Where it is, for who looks at its calls. */
  readonly host?: string;
  chat(body: ChatRequestBody, signal?: AbortSignal): AsyncIterable<ChatBatch>;
}

/**
 * Ollama as a chat model of `@langchain/core`. Each chunk is what arrived in one read: its text is
 * the content, its thinking stands in `additional_kwargs.reasoning_content`, and the last one has
 * {@link ChatBatch.done} in `response_metadata.done`. `config.signal` closes the request's socket.
 */
export class OllamaChatModel extends BaseChatModel<OllamaCallOptions, AIMessageChunk> {
  readonly model: string;
  private readonly source: ChatSource;

  constructor(model: string, source: ChatSource) {
    // A retry would hide a failure, and a cache would hide a call.
    super({ maxRetries: 0, cache: false, outputVersion: 'v0' });
    this.model = model;
    this.source = source;
  }

  override _llmType(): string {
    return 'ollama';
  }

  /** Never asks the network, as the inherited count does. */
  override async getNumTokens(): Promise<number> {
    throw new Error('Tokens are estimated by the chain room and counted by Ollama');
  }

  /** The same stream as it is read, without a message of LangChain's around each piece. */
  batches(
    messages: readonly BaseMessage[],
    request: NonNullable<OllamaCallOptions['request']>,
    signal?: AbortSignal,
  ): AsyncIterable<ChatBatch> {
    const body = { ...request, model: this.model, messages: messages.map(toOllamaMessage) };
    return this.source.chat(body, signal);
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const batch of this.batches(messages, options.request ?? {}, options.signal)) {
      yield toChunk(batch);
      if (runManager) await runManager.handleLLMNewToken(batch.content);
    }
  }

  /** Collects the stream: a request without one could not be stopped at once. */
  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    let whole: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, runManager)) {
      whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return { generations: whole === undefined ? [] : [whole] };
  }
}

function toChunk(batch: ChatBatch): ChatGenerationChunk {
  return new ChatGenerationChunk({
    text: batch.content,
    message: new AIMessageChunk({
      content: batch.content,
      ...(batch.thinking === ''
        ? {}
        : { additional_kwargs: { reasoning_content: batch.thinking } }),
      ...(batch.done === undefined ? {} : { response_metadata: { done: batch.done } }),
    }),
  });
}

function toOllamaMessage(message: BaseMessage): OllamaMessage {
  const type = message.getType();
  const role = type === 'system' ? 'system' : type === 'ai' ? 'assistant' : 'user';
  return { role, content: message.text };
}
