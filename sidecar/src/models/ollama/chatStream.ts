import type { CallUsage, Think } from '@condenser/protocol';
import { CondenserError } from '../../errors.ts';
import { RepetitionWatch } from '../repetition.ts';
import { type TaggedText, ThinkTagFilter } from '../thinkTags.ts';
import { amountOf, isJsonObject, type JsonObject, tokenCount } from '../untrusted.ts';
import { AnsweredError, serverReason } from './serverReason.ts';

/** A message in Ollama's format. */
export interface OllamaMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The body of `/api/chat`. Older servers ignore `truncate` and `shift`. */
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

/** How an answer ended. */
export interface ChatDone {
  /** `load`: the server only loaded the model. `repetition`: stopped in a loop. */
  readonly reason: 'stop' | 'length' | 'load' | 'repetition';
  /** Absent if the stream ended before the server sent it. */
  readonly usage?: CallUsage;
  /** The model called tools, although none were offered. */
  readonly toolCalls?: true;
  /** UTF-16 units at the start of the content that are thinking without an opening tag. */
  readonly answerStart?: number;
}

/** The text that arrived in one read. */
export interface ChatBatch {
  readonly content: string;
  readonly thinking: string;
  /** Only in the last batch. */
  readonly done?: ChatDone;
}

/** The maximum nesting of content parts; other servers nest them twice. */
const MAX_PART_DEPTH = 16;

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * Joins the lines of each read to one batch, so that all text is yielded as soon as it arrives. When
 * the stream breaks, the text before the break is yielded first.
 *
 * @returns whether the server sent the whole answer.
 * @throws {AnsweredError} for an error of the server in the middle of the stream.
 * @throws `unreadableAnswer` for content without text.
 */
export async function* readChatStream(
  reads: AsyncIterable<readonly JsonObject[]>,
): AsyncGenerator<ChatBatch, boolean> {
  const batch = new OpenBatch();
  try {
    for await (const lines of reads) {
      for (const line of lines) {
        refuseErrorLine(line);
        batch.add(line.message);
        if (line.done === true) {
          yield { ...batch.close(), done: batch.done(line) };
          return true;
        }
      }
      if (batch.isLooping) {
        yield { ...batch.close(), done: batch.stopped() };
        return false;
      }
      if (!batch.isEmpty) yield batch.take();
    }
  } catch (error) {
    const rest = batch.close();
    if (rest.content !== '' || rest.thinking !== '') yield rest;
    throw error;
  }
  const rest = batch.close();
  if (rest.content !== '' || rest.thinking !== '') yield rest;
  throw new CondenserError('streamBroken', { reason: ENDED_EARLY });
}

/** The reason of an error about a stream without its last line. */
export const ENDED_EARLY = 'the stream ended without "done"';

/** @throws {AnsweredError} for an error line, in any of the forms that servers use. */
export function refuseErrorLine(line: JsonObject): void {
  const { error } = line;
  if (error === undefined) {
    // The format of FastAPI, which other servers use.
    if (line.detail === undefined || 'message' in line || 'status' in line) return;
  } else if (error === null || error === '' || error === false) {
    return;
  } else if ('message' in line && isEmptyError(error)) {
    return;
  }
  throw new AnsweredError(serverReason(line) ?? { reason: 'no reason given' });
}

/** Beside an answer, zero and empty lists and objects mean no error. */
function isEmptyError(error: unknown): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length === 0;
  return error === 0;
}

/** The text of the current read, and text held back because it may be an incomplete tag. */
class OpenBatch {
  private readonly tags = new ThinkTagFilter();
  private readonly watch = {
    content: new RepetitionWatch(() => this.tags.isInCode),
    thinking: new RepetitionWatch(),
  };
  private content = '';
  private thinking = '';
  private toolCalls = false;

  get isEmpty(): boolean {
    return this.content === '' && this.thinking === '';
  }

  get isLooping(): boolean {
    return this.watch.content.isLooping || this.watch.thinking.isLooping;
  }

  add(message: unknown): void {
    if (!isJsonObject(message)) return;
    const { thinking, content, tool_calls: toolCalls } = message;
    if (thinking) this.append({ content: '', thinking: textOf(thinking) ?? '' });
    if (content) {
      const text = typeof content === 'string' ? content : textOf(content);
      if (text === undefined)
        throw new CondenserError('unreadableAnswer', { reason: 'its content is not text' });
      this.append(this.tags.push(text));
    }
    if (Array.isArray(toolCalls) && toolCalls.length > 0) this.toolCalls = true;
  }

  /** Takes the text since the last call. */
  take(): ChatBatch {
    const { content, thinking } = this;
    this.content = '';
    this.thinking = '';
    return { content, thinking };
  }

  /** Takes the rest at the end of the stream, including text held back. */
  close(): ChatBatch {
    this.append(this.tags.end());
    return this.take();
  }

  done(line: JsonObject): ChatDone {
    const { done_reason: given } = line;
    const reason = given === 'length' || given === 'load' ? given : 'stop';
    return { ...this.facts(), reason, usage: usageOf(line) };
  }

  stopped(): ChatDone {
    return { ...this.facts(), reason: 'repetition' };
  }

  private facts() {
    const { answerStart } = this.tags;
    return {
      toolCalls: this.toolCalls ? (true as const) : undefined,
      answerStart,
    };
  }

  private append({ content, thinking }: TaggedText): void {
    if (content !== '') {
      this.content += content;
      this.watch.content.push(content);
    }
    if (thinking !== '') {
      this.thinking += thinking;
      this.watch.thinking.push(thinking);
    }
  }
}

/**
 * The text of content that is not a string: of its parts, as other servers send them, or of a
 * number. Undefined if there is none.
 */
function textOf(content: unknown, depth = 0): string | undefined {
  if (typeof content === 'string') return content;
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (depth > MAX_PART_DEPTH) return undefined;
  if (Array.isArray(content)) {
    const texts = content.flatMap((part: unknown) => textOf(part, depth + 1) ?? []);
    return texts.length === 0 && content.length > 0 ? undefined : texts.join('');
  }
  return isJsonObject(content) ? textOf(content.text ?? content.content, depth + 1) : undefined;
}

/**
 * Ollama reports durations in nanoseconds and omits zeros. A malformed figure counts as omitted: it
 * must not cost the answer.
 */
function usageOf(line: JsonObject): CallUsage {
  const milliseconds = (value: unknown) => (amountOf(value) ?? 0) / NANOSECONDS_PER_MILLISECOND;
  return {
    promptTokens: tokenCount(line.prompt_eval_count) ?? 0,
    answerTokens: tokenCount(line.eval_count) ?? 0,
    loadDuration: milliseconds(line.load_duration),
    promptEvalDuration: milliseconds(line.prompt_eval_duration),
    evalDuration: milliseconds(line.eval_duration),
    totalDuration: milliseconds(line.total_duration),
  };
}
