import * as z from 'zod';
import { HttpProblem } from '../../http/httpProblem.ts';
import type { AnswerRequest, ModelFacts } from '../llama/inference.ts';

/** More messages, or ends of an answer, than anybody sends; each costs a check. */
const MAX_ITEMS = 10_000;

/** A list that is refused for its length before each of its items is checked. */
function bounded<Item extends z.ZodType>(item: Item) {
  return z.array(z.unknown()).max(MAX_ITEMS).pipe(z.array(item));
}

/** What of `/api/chat` is understood. Fields that change nothing here may be there as well. */
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
 * Reads the body of `/api/chat`.
 *
 * @throws {HttpProblem} when it is not one, or asks for what the model cannot do.
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

/** The same as the model takes it. */
export function toAnswerRequest(body: ChatBody, contextLength: number): AnswerRequest {
  const { options } = body;
  const limit = options.num_predict ?? 0;
  return {
    messages: body.messages,
    contextLength,
    // Nothing, as any number below one, is no limit.
    maximumTokens: limit > 0 ? limit : undefined,
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

/** Whether it asks to take the model out of memory: `keep_alive` of no time at all. */
export function asksToUnload({ messages, keep_alive: keepAlive }: ChatBody): boolean {
  return (
    messages.length === 0 && keepAlive !== undefined && /^0(ns|us|ms|s|m|h)?$/.test(`${keepAlive}`)
  );
}
