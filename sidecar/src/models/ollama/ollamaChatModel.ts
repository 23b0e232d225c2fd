import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
} from '@langchain/core/language_models/chat_models';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { ChatBatch, ChatRequestBody, OllamaMessage } from './chatStream.ts';

/** The options of a call, in addition to the messages. */
export interface OllamaCallOptions extends BaseChatModelCallOptions {
  readonly request?: Omit<ChatRequestBody, 'model' | 'messages'>;
}

/** The part of OllamaServer that answers, as an interface for tests. */
export interface ChatSource {
  /** Its address, for the inspector. */
  readonly host?: string;
  chat(body: ChatRequestBody, signal?: AbortSignal): AsyncIterable<ChatBatch>;
}

/**
 * Ollama as a chat model of `@langchain/core`. Each chunk has the text that arrived in one read as its
 * content, and the thinking in `additional_kwargs.reasoning_content`; the last one has
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

  /** Not supported: the inherited method would use the network. */
  override async getNumTokens(): Promise<number> {
    throw new Error('Tokens are estimated in chat/chain and counted by Ollama');
  }

  /** The stream as batches, without a LangChain message for each. */
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

  /** Collects the stream, since only a streamed request can be stopped at once. */
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
