import type { ChatRequestBody } from '@condenser/sidecar/models/ollama/chatStream.ts';
import type { OllamaServer } from '@condenser/sidecar/models/ollama/ollamaServer.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnEachOllama } from './eachOllama.ts';
import { collect, createServer } from './modelRoomSuite.ts';
import { HANG_MS, type RealOllama, realModel, startRealOllama } from './realOllama.ts';

const patient = { timeout: HANG_MS, interval: 20 };

describeOnEachOllama('cancelling on Ollama', ({ server: version, log, stopsReading }) => {
  let ollama: RealOllama;
  let server: OllamaServer;

  beforeAll(async () => {
    ollama = await startRealOllama({ server: version, env: { OLLAMA_DEBUG: '1' } });
    server = createServer(ollama.url);
  });

  afterAll(async () => {
    await server?.close();
    await ollama?.stop();
  });

  const body = (content: string): ChatRequestBody => ({
    model: realModel,
    messages: [{ role: 'user', content }],
    options: { temperature: 0, num_ctx: 4096, num_predict: 20 },
  });

  it('while the model loads leaves the server ready for the next request', async () => {
    const abort = new AbortController();
    const answer = collect(server.chat(body('Hello'), abort.signal));
    const aborted = expect(answer).rejects.toThrow(/aborted/);
    await vi.waitFor(() => expect(ollama.log()).toMatch(log.loading), patient);
    abort.abort();
    await aborted;
    expect((await collect(server.chat(body('Hello')))).text).not.toBe('');
  });

  const reading = stopsReading
    ? 'while it reads a prompt ends the reading'
    : 'while it reads a prompt returns at once, and the server reads on';
  it(reading, async () => {
    const before = ollama.log().length;
    const abort = new AbortController();
    // More than one batch, because no server stops within a batch.
    const long = body('word '.repeat(stopsReading ? 3000 : 700));
    const answer = collect(server.chat(long, abort.signal));
    const aborted = expect(answer).rejects.toThrow(/aborted/);
    const tokens = await vi.waitFor(() => {
      const [, caught] = log.reading.exec(ollama.log().slice(before)) ?? [];
      expect(caught).toBeDefined();
      return Number(caught);
    }, patient);
    expect(tokens).toBeGreaterThan(700);
    abort.abort();
    await aborted;
    expect((await collect(server.chat(body('Hello')))).text).not.toBe('');
    const since = ollama.log().slice(before);
    if (stopsReading) {
      const [, read] = /stop processing: n_tokens = (\d+)/.exec(since) ?? [];
      expect(Number(read)).toBeLessThan(tokens);
    } else {
      // The next request found the whole prompt in the cache, and the part of an answer that the
      // server generated before it noticed. If this fails, remove the limit from the README.
      const found = [...since.matchAll(/msg="loading cache slot".* cache=(\d+) /g)];
      expect(Number(found.at(-1)?.[1])).toBeGreaterThanOrEqual(tokens);
    }
  });
});
