import type { ServerResponse } from 'node:http';
import { AnswerLines, outcomeFields } from './answerLines.ts';
import { asksToUnload, type ChatBody, readChatBody, toAnswerRequest } from './chatBody.ts';
import type { Inference } from '../llama/inference.ts';
import type { RequestQueue } from './requestQueue.ts';

/** What answers a request for a chat. */
export interface ChatContext {
  readonly inference: Inference;
  readonly queue: RequestQueue;
  /** The context length of requests that name none. */
  readonly contextLength: number;
  readonly clock: () => Date;
}

/**
 * Answers `/api/chat`: a stream of lines, the load of the model, or its end in memory. Closing the
 * socket ends it, whether it waits in the queue, loads, reads the prompt or writes.
 *
 * @throws {HttpProblem} before anything is sent, when the body asks for what cannot be had.
 */
export async function serveChat(
  body: unknown,
  response: ServerResponse,
  context: ChatContext,
): Promise<void> {
  const chatBody = readChatBody(body, context.inference.facts);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  if (response.destroyed) return;
  const lines = new AnswerLines(response, chatBody, context.clock);
  const { signal } = gone;
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
    // The next request may not begin before this one rests.
    await pieces.return(undefined as never);
  }
}
