import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { llamaServer } from '../provision/llamaServer.ts';
import { smollm2 } from '../provision/smollm2.ts';
import { startLlamaServer } from '../provision/startLlamaServer.ts';

const Answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })),
  usage: z.object({ prompt_tokens_details: z.object({ cached_tokens: z.number() }) }),
});

const model = await smollm2.locate();
const missing = model === undefined || (await llamaServer.locate()) === undefined;

describe.skipIf(missing)('llama-server', () => {
  it('answers, reports the cached part of a prompt, and exits after stop', async () => {
    const server = await startLlamaServer({ model: model ?? '', contextLength: 1024 });
    onTestFinished(() => server.stop());
    const ask = async (content: string) => {
      const body = JSON.stringify({ messages: [{ role: 'user', content }], max_tokens: 8 });
      const answer = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body });
      return Answer.parse(await answer.json());
    };
    const first = await ask('Name three colours and three animals, and say why.');
    expect(first.choices[0]?.message.content).not.toBe('');
    expect(first.usage.prompt_tokens_details.cached_tokens).toBe(0);
    const second = await ask('Name three colours and three animals, and say when.');
    expect(second.usage.prompt_tokens_details.cached_tokens).toBeGreaterThan(10);
    await server.stop();
    await expect(fetch(server.url)).rejects.toThrow();
  });
});
