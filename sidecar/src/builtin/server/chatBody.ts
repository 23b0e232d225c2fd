import * as z from 'zod';
import { HttpProblem } from '../../http/answers.ts';
import type { AnswerRequest, ModelFacts } from '../llama/inference.ts';

/** The most messages or stop texts of a request; each costs a check. */
const MAX_ITEMS = 10_000;

/** A list whose length is checked before its items. */
function bounded<Item extends z.ZodType>(item: Item) {
  return z.array(z.unknown()).max(MAX_ITEMS).pipe(z.array(item));
}

/** The supported fields of `/api/chat`; others are ignored. */
const ChatBody = z.looseObject({
  model: z.string(),
  messages: bounded(
    z.looseObject({
      role: z.enum(['system', 'user', 'assistant', 'tool']),
      content: z.string().default(''),
      images: z.array(z.unknown()).optional(),
    }),
  ).default([]),
  stream: z.boolean().default(true),
  think: z.union([z.boolean(), z.string()]).optional(),
  format: z.unknown().optional(),
  tools: z.array(z.unknown()).optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
  options: z
    .looseObject({
      num_ctx: z.int().positive().optional(),
      num_predict: z.int().optional(),
      temperature: z.number().min(0).default(0.8),
      top_k: z.int().min(0).default(40),
      top_p: z.number().min(0).max(1).default(0.9),
      min_p: z.number().min(0).max(1).default(0),
      seed: z.int().optional(),
      stop: z.union([z.string().transform((text) => [text]), bounded(z.string())]).default([]),
      repeat_penalty: z.number().default(1.1),
      repeat_last_n: z.int().default(64),
    })
    .prefault({}),
});
export type ChatBody = z.infer<typeof ChatBody>;

/**
 * Validates the body of `/api/chat`.
 *
 * @throws {HttpProblem} when it is invalid, or asks for something that the model does not support.
 */
export function readChatBody(body: unknown, facts: ModelFacts): ChatBody {
  const parsed = ChatBody.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HttpProblem(400, `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? ''}`);
  }
  const { messages, think, format, tools } = parsed.data;
  const refuse = (what: string) => {
    throw new HttpProblem(400, `"${facts.name}" does not support ${what}`);
  };
  if (think && !facts.capabilities.includes('thinking')) refuse('thinking');
  if (tools !== undefined && tools.length > 0) refuse('tools');
  if (format !== undefined && format !== '') refuse('format');
  if (messages.some(({ images }) => images !== undefined && images.length > 0)) refuse('images');
  return parsed.data;
}

/** The request in the terms of the model. */
export function toAnswerRequest(body: ChatBody, contextLength: number): AnswerRequest {
  const { options } = body;
  const limit = options.num_predict ?? 0;
  return {
    messages: body.messages,
    contextLength,
    // An absent number and one below 1 mean no limit.
    maxTokens: limit > 0 ? limit : undefined,
    stop: options.stop.filter((text) => text !== ''),
    thinking: body.think !== false,
    sampling: {
      temperature: options.temperature,
      topK: options.top_k,
      topP: options.top_p,
      minP: options.min_p,
      seed: options.seed,
      repeatPenalty: options.repeat_penalty,
      repeatLast: options.repeat_last_n,
    },
  };
}

/** Whether the request asks to unload the model: no messages, and a `keep_alive` of zero. */
export function asksToUnload({ messages, keep_alive: keepAlive }: ChatBody): boolean {
  return (
    messages.length === 0 && keepAlive !== undefined && /^0(ns|us|ms|s|m|h)?$/.test(`${keepAlive}`)
  );
}
