import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { messageOf } from '../../errors.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import type { AnswerOutcome, Inference } from '../llama/inference.ts';
import { asksToUnload, type ChatBody, readChatBody, toAnswerRequest } from './chatBody.ts';

/** The dependencies of {@link serveChat}. */
export interface ChatContext {
  readonly inference: Inference;
  readonly queue: RequestQueue;
  /** The context length of requests that do not set one. */
  readonly contextLength: number;
  readonly clock: () => Date;
}

/**
 * Answers `/api/chat`: streams an answer, or loads or unloads the model. Closing the socket aborts
 * the request at any point: in the queue, while the model loads, reads the prompt or writes.
 *
 * @throws {HttpProblem} before anything is sent, when the body is invalid or asks for something that
 * the engine does not support.
 */
export async function serveChat(
  body: unknown,
  response: ServerResponse,
  context: ChatContext,
): Promise<void> {
  const chatBody = readChatBody(body, context.inference.facts);
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  if (response.destroyed) return;
  const lines = new AnswerLines(response, chatBody, context.clock);
  const { signal } = closed;
  try {
    await context.queue.run(() => answer(chatBody, lines, context, signal), signal);
  } catch (error) {
    if (!signal.aborted) lines.fail(error);
  }
}

async function answer(
  body: ChatBody,
  lines: AnswerLines,
  { inference, contextLength }: ChatContext,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  if (asksToUnload(body)) {
    await inference.unload();
    return lines.end({ done_reason: 'unload' });
  }
  const trained = inference.facts.trainedContextLength;
  const request = toAnswerRequest(body, Math.min(body.options.num_ctx ?? contextLength, trained));
  if (body.messages.length === 0) {
    await inference.load(request.contextLength, signal);
    return lines.end({ done_reason: 'load', load_duration: Math.round(elapsed() * 1e6) });
  }
  const pieces = inference.answer(request, signal);
  try {
    let next = await pieces.next();
    for (; !next.done; next = await pieces.next()) await lines.piece(next.value, signal);
    lines.end(outcomeFields(next.value, elapsed()));
  } finally {
    // The next request must not start before this one has stopped.
    await pieces.return(undefined as never);
  }
}

/** The response of `/api/chat`: one JSON object per line, or a single object without `stream`. */
export class AnswerLines {
  private readonly response: ServerResponse;
  private readonly model: string;
  private readonly stream: boolean;
  private readonly now: () => Date;
  private whole = '';

  constructor(response: ServerResponse, body: { model: string; stream: boolean }, now: () => Date) {
    this.response = response;
    this.model = body.model;
    this.stream = body.stream;
    this.now = now;
  }

  /** Sends a piece of the answer. Resolves when the socket accepts more. */
  async piece(content: string, signal: AbortSignal): Promise<void> {
    this.whole += content;
    if (!this.stream) return;
    // Like Ollama, send nothing before the first token, not even the status.
    this.begin();
    const isAccepted = this.response.write(
      `${JSON.stringify(this.line({ content, done: false }))}\n`,
    );
    if (!isAccepted) await once(this.response, 'drain', { signal });
  }

  /** Sends the last line, and ends the response. */
  end(facts: object): void {
    this.begin();
    const content = this.stream ? '' : this.whole;
    const line = { ...this.line({ content, done: true }), ...facts };
    this.response.end(`${JSON.stringify(line)}${this.stream ? '\n' : ''}`);
  }

  /** Sends an error: with its status before the first line, as a line after it. */
  fail(error: unknown): void {
    const { status, message } = toProblem(error);
    if (!this.response.headersSent) {
      this.response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    }
    this.response.end(`${JSON.stringify({ error: message })}\n`);
  }

  private begin(): void {
    if (this.response.headersSent) return;
    const type = this.stream ? 'application/x-ndjson' : 'application/json; charset=utf-8';
    this.response.writeHead(200, { 'content-type': type });
  }

  private line({ content, done }: { content: string; done: boolean }): object {
    return {
      model: this.model,
      created_at: this.now().toISOString(),
      message: { role: 'assistant', content },
      done,
    };
  }
}

/** The figures of the last line by Ollama's names; durations are in nanoseconds. */
export function outcomeFields(outcome: AnswerOutcome, totalDuration: number): object {
  return {
    done_reason: outcome.reason,
    total_duration: nanoseconds(totalDuration),
    load_duration: nanoseconds(outcome.loadDuration),
    prompt_eval_count: outcome.promptTokens,
    prompt_eval_duration: nanoseconds(outcome.promptDuration),
    eval_count: outcome.answerTokens,
    eval_duration: nanoseconds(outcome.answerDuration),
    // Not a field of Ollama, which shows a cached prompt only by its duration.
    prompt_cached_count: outcome.cachedTokens,
  };
}

/** Converts an error for HTTP. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const message = messageOf(error);
  return new HttpProblem(500, message, { cause: error });
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6);
}

/** Runs one task at a time, in the order of arrival. */
export class RequestQueue {
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Runs the task when all earlier ones have settled. When the signal is aborted before that, rejects
   * with its reason and never runs the task.
   */
  run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    const result = this.last.then(() => {
      signal.throwIfAborted();
      return task();
    });
    this.last = result.catch(() => undefined);
    return result;
  }
}
