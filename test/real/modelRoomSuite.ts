import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import type { ChatBatch, ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import { parseOllamaHost } from '@condenser/sidecar/models/ollama/ollamaHost.ts';
import { OllamaServer } from '@condenser/sidecar/models/ollama/ollamaServer.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A server with Ollama's API, and its model. */
export interface Backend {
  readonly url: string;
  readonly model: string;
  /** Its error for a prompt that is longer than a window of 512 tokens. */
  readonly overflow: RegExp;
  stop(): Promise<void>;
}

/** The models module on a backend. Every replacement of Ollama passes the same tests. */
export function modelRoomSuite(name: string, skipped: boolean, start: () => Promise<Backend>) {
  describe.skipIf(skipped)(`the models module on ${name}`, () => {
    let backend: Backend;
    let server: OllamaServer;

    beforeAll(async () => {
      backend = await start();
      server = createServer(backend.url);
    });

    afterAll(async () => {
      await server.close();
      await backend.stop();
    });

    const body = (content: string, more: Partial<ChatRequestBody> = {}): ChatRequestBody => ({
      model: backend.model,
      messages: [{ role: 'user', content }],
      ...more,
      options: { temperature: 0, num_ctx: 2048, num_predict: 40, ...more.options },
    });

    it('stops while the model loads, and answers the next request', async () => {
      const abort = new AbortController();
      const answer = collect(server.chat(body('Hello'), abort.signal));
      abort.abort();
      await expect(answer).rejects.toThrow(/aborted/);
      expect((await collect(server.chat(body('Hello')))).text).not.toBe('');
    });

    it('lists, shows and loads its model', async () => {
      const { models } = await server.list();
      expect(models.map((model) => model.name)).toContain(fullName(backend.model));
      const details = await server.show(backend.model);
      expect(details.capabilities).toContain('completion');
      const [loaded] = await server.loaded();
      expect(loaded).toMatchObject({ name: fullName(backend.model), contextLength: 2048 });
      expect(await server.version()).toMatch(/^\d+\.\d+/);
    });

    it('streams an answer in parts, and reports its usage', async () => {
      const { text, parts, done } = await collect(
        server.chat(body('What is the capital of France? One short sentence.')),
      );
      expect(text).toContain('Paris');
      expect(parts).toBeGreaterThan(1);
      expect(done?.reason).toBe('stop');
      expect(done?.usage?.promptTokens).toBeGreaterThan(10);
      expect(done?.usage?.answerTokens).toBeGreaterThan(1);
      expect(done?.usage?.evalDuration).toBeGreaterThan(0);
    });

    it('ends at the token limit, and reports it', async () => {
      const { done } = await collect(
        server.chat(body('Write a long story.', { options: { num_predict: 5 } })),
      );
      expect(done).toMatchObject({ reason: 'length', usage: { answerTokens: 5 } });
    });

    it('stops during an answer, and answers the next request', async () => {
      const abort = new AbortController();
      let text = '';
      const reading = (async () => {
        const long = body('Write a long story.', { options: { num_predict: 500 } });
        for await (const batch of server.chat(long, abort.signal)) {
          text += batch.content;
          abort.abort();
        }
      })();
      await expect(reading).rejects.toThrow(/aborted/);
      expect(text).not.toBe('');
      expect((await collect(server.chat(body('Hello')))).text).not.toBe('');
    });

    it('handles Chinese and emoji, and never sends half a character', async () => {
      const repeat = body('Repeat exactly: 你好，世界 🎉', { options: { num_predict: 30 } });
      const { text, done } = await collect(server.chat(repeat));
      expect(text).not.toContain('\ufffd');
      expect(done?.usage?.promptTokens).toBeGreaterThan(10);
    });

    it('refuses a prompt that is longer than the window instead of cutting it', async () => {
      const long = body('word '.repeat(1500), {
        truncate: false,
        shift: false,
        options: { num_ctx: 512 },
      });
      await expect(collect(server.chat(long))).rejects.toMatchObject({
        kind: 'contextOverflow',
        facts: { contextWindow: 512, reason: expect.stringMatching(backend.overflow) },
      });
    });

    it('refuses a model that it does not have', async () => {
      const other = { ...body('Hello'), model: 'no-such-model' };
      await expect(collect(server.chat(other))).rejects.toMatchObject({ kind: 'modelMissing' });
      await expect(server.show('no-such-model')).rejects.toMatchObject({ kind: 'modelMissing' });
    });

    it('evaluates an extended prompt faster than the first time', async () => {
      const first = body('word '.repeat(600), { options: { num_predict: 1 } });
      const cold = (await collect(server.chat(first))).done?.usage;
      const grown: ChatRequestBody = {
        ...first,
        messages: [
          ...first.messages,
          { role: 'assistant', content: 'Yes.' },
          { role: 'user', content: 'And now?' },
        ],
      };
      const warm = (await collect(server.chat(grown))).done?.usage;
      expect(warm?.promptTokens).toBeGreaterThan(cold?.promptTokens ?? 0);
      expect((warm?.promptEvalDuration ?? 0) * 2).toBeLessThan(cold?.promptEvalDuration ?? 0);
    });
  });
}

/** An OllamaServer as the application creates it, without a log. */
export function createServer(url: string, beforeRequest?: () => Promise<void>): OllamaServer {
  return new OllamaServer({
    host: parseOllamaHost(url),
    proxy: {},
    // Longer than a busy machine takes to evaluate a prompt of the tests.
    idleTimeoutSeconds: 1800,
    logger: silentLogger(),
    beforeRequest,
  });
}

export function silentLogger() {
  return createLogger(
    () => undefined,
    () => 'error',
    () => new Date(),
  );
}

/** Reads a whole stream. */
export async function collect(stream: AsyncIterable<ChatBatch>) {
  let text = '';
  let parts = 0;
  let done: ChatBatch['done'];
  for await (const batch of stream) {
    text += batch.content;
    parts += 1;
    if (batch.done) done = batch.done;
  }
  return { text, parts, done };
}

function fullName(model: string): string {
  return model.includes(':') ? model : `${model}:latest`;
}
