import type { CallUsage, Think } from '@condenser/protocol';
import type { ChatResponse } from 'ollama';
import type { LineReader } from './lineReader.ts';
import { type TaggedText, ThinkTagFilter } from './thinkTags.ts';

/** A message as Ollama takes it. */
export interface OllamaMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The body of `/api/chat`. `truncate` and `shift` are fields that older servers ignore. */
export interface ChatRequestBody {
  readonly model: string;
  readonly messages: OllamaMessage[];
  readonly think?: Think;
  readonly keep_alive?: string | number;
  readonly truncate?: boolean;
  readonly shift?: boolean;
  readonly format?: object;
  readonly options?: {
    readonly num_ctx?: number;
    readonly num_predict?: number;
    readonly temperature?: number;
    readonly stop?: string[];
  };
}

/** What arrived in one read. */
export interface ChatBatch {
  readonly content: string;
  readonly thinking: string;
  /** On the last batch only. */
  readonly done?: { readonly reason: 'stop' | 'length'; readonly usage: CallUsage };
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * Joins the parts that arrived in one read. The reader is asked after each part whether more of
 * the same read is waiting, so nothing is held back that could be shown. Where the stream breaks,
 * what came before comes out first.
 */
export async function* readChatStream(
  stream: AsyncIterable<ChatResponse>,
  body: () => LineReader | undefined,
): AsyncGenerator<ChatBatch> {
  const batch = new OpenBatch();
  try {
    for await (const part of stream) {
      const reader = body();
      reader?.take();
      batch.add(part.message);
      if (part.done) {
        const reason = part.done_reason === 'length' ? 'length' : 'stop';
        yield { ...batch.close(), done: { reason, usage: usageOf(part) } };
        return;
      }
      const more = reader !== undefined && reader.pending > 0;
      if (!more && !batch.isEmpty) yield batch.take();
    }
  } catch (error) {
    const rest = batch.close();
    if (rest.content !== '' || rest.thinking !== '') yield rest;
    throw error;
  }
}

/** The parts of one read, and what the tags of a model that writes them still hold back. */
class OpenBatch {
  private readonly tags = new ThinkTagFilter();
  private content = '';
  private thinking = '';

  get isEmpty(): boolean {
    return this.content === '' && this.thinking === '';
  }

  add(message: Partial<ChatResponse['message']> | undefined): void {
    if (message?.thinking) this.thinking += message.thinking;
    if (message?.content) this.append(this.tags.push(message.content));
  }

  /** What has come since the last time. */
  take(): ChatBatch {
    const { content, thinking } = this;
    this.content = '';
    this.thinking = '';
    return { content, thinking };
  }

  /** The same at the end of the stream, with what was held back. */
  close(): ChatBatch {
    this.append(this.tags.end());
    return this.take();
  }

  private append(tagged: TaggedText): void {
    this.content += tagged.content;
    this.thinking += tagged.thinking;
  }
}

/** Ollama counts durations in nanoseconds and leaves out what is zero. */
function usageOf(part: ChatResponse): CallUsage {
  const milliseconds = (value: number | undefined) => (value ?? 0) / NANOSECONDS_PER_MILLISECOND;
  return {
    promptTokens: part.prompt_eval_count ?? 0,
    answerTokens: part.eval_count ?? 0,
    loadDuration: milliseconds(part.load_duration),
    promptEvalDuration: milliseconds(part.prompt_eval_duration),
    evalDuration: milliseconds(part.eval_duration),
    totalDuration: milliseconds(part.total_duration),
  };
}
