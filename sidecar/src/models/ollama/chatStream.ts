import type { CallUsage, Think } from '@condenser/protocol';
import { CondenserError } from '../../errors.ts';
import { RepetitionWatch } from '../repetition.ts';
import { type TaggedText, ThinkTagFilter } from '../thinkTags.ts';
import { amountOf, isJsonObject, type JsonObject, tokenCount } from '../untrusted.ts';
import { AnsweredError, serverReason } from './serverReason.ts';

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

/** How an answer ended. */
export interface ChatDone {
  /** `load`: the server only loaded the model. `repetition`: it was stopped in a loop. */
  readonly reason: 'stop' | 'length' | 'load' | 'repetition';
  /** Absent when the server did not get to tell. */
  readonly usage?: CallUsage;
  /** The model asked for tools, which nobody offered it. */
  readonly toolCalls?: true;
  /** UTF-16 units at the start of the content that are thinking without a mark at its start. */
  readonly answerStart?: number;
}

/** What arrived in one read. */
export interface ChatBatch {
  readonly content: string;
  readonly thinking: string;
  /** On the last batch only. */
  readonly done?: ChatDone;
}

/** How deep the parts of a content are looked into; other servers nest them twice. */
const MAX_PART_DEPTH = 16;

const NANOSECONDS_PER_MILLISECOND = 1e6;

/**
 * Joins the parts that arrived in one read, so that nothing is held back that could be shown. Where
 * the stream breaks, what came before comes out first.
 *
 * @returns whether the server has sent all that it had to say.
 * @throws AnsweredError for an error of the server's in the middle of the stream.
 * @throws `unreadableAnswer` for content that holds no text.
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

/** What a stream without its last line is told by. */
export const ENDED_EARLY = 'the stream ended without "done"';

/** @throws AnsweredError for a line that is an error, in any of the forms that servers use. */
export function refuseErrorLine(line: JsonObject): void {
  const { error } = line;
  if (error === undefined) {
    // Other servers' errors, as FastAPI words them.
    if (line.detail === undefined || 'message' in line || 'status' in line) return;
  } else if (error === null || error === '' || error === false) {
    return;
  } else if ('message' in line && saysNothing(error)) {
    return;
  }
  throw new AnsweredError(serverReason(line) ?? { reason: 'no reason given' });
}

/** Zero and empty lists and objects stand for no error where an answer stands beside them. */
function saysNothing(error: unknown): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length === 0;
  return error === 0;
}

/** The parts of one read, and what the marks of a model that writes them still hold back. */
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
 * number. Undefined where there is none.
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
 * Ollama counts durations in nanoseconds and leaves out what is zero. A malformed figure counts as
 * left out: it must not cost the answer.
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
