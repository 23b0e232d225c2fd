import type { ChatBatch, ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import * as z from 'zod';

const Completion = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() }))
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
  timings: z.object({
    prompt_n: z.number(),
    prompt_ms: z.number(),
    predicted_ms: z.number(),
  }),
});

/** The tokens that llama-server evaluated for one call, without cached ones. */
export interface Evaluated {
  readonly tokens: number;
  readonly milliseconds: number;
}

/** A llama-server as the model of the chain; records the evaluation of each call. */
export class LlamaServerSource implements ChatSource {
  readonly host: string;
  readonly evaluated: Evaluated[] = [];

  constructor(host: string) {
    this.host = host;
  }

  async *chat(body: ChatRequestBody, signal?: AbortSignal): AsyncGenerator<ChatBatch> {
    const { num_predict, temperature, stop } = body.options ?? {};
    const answer = await fetch(`${this.host}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ messages: body.messages, max_tokens: num_predict, temperature, stop }),
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) throw new Error(`llama-server: ${answer.status} ${await answer.text()}`);
    const { choices, usage, timings } = Completion.parse(await answer.json());
    this.evaluated.push({ tokens: timings.prompt_n, milliseconds: timings.prompt_ms });
    yield {
      content: choices[0]?.message.content ?? '',
      thinking: '',
      done: {
        reason: choices[0]?.finish_reason === 'length' ? 'length' : 'stop',
        usage: {
          promptTokens: usage.prompt_tokens,
          answerTokens: usage.completion_tokens,
          loadDuration: 0,
          promptEvalDuration: timings.prompt_ms,
          evalDuration: timings.predicted_ms,
          totalDuration: timings.prompt_ms + timings.predicted_ms,
        },
      },
    };
  }
}
