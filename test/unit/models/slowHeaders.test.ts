import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createLogger } from '../../../sidecar/src/logging/logger.ts';
import { parseOllamaHost } from '../../../sidecar/src/models/ollama/ollamaHost.ts';
import { OllamaServer } from '../../../sidecar/src/models/ollama/ollamaServer.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/ollama/fakeOllama.ts';
import type { FakeReply } from '../../fakes/ollama/script.ts';

const HOUR_MS = 3_600_000;
const TOKENS = ['At', ' last', '.'];

// undici's clock is a timer, too: with these an hour passes as fast as it is said. Sockets and
// promises go on in their own time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('no timeout fires while the headers are held back for an hour', async () => {
  const { fake, server } = await start({ tokens: TOKENS, hold: ['headers'] });
  const answer = collect(server);
  const { request } = await fake.log.waitFor('held');

  await vi.advanceTimersByTimeAsync(HOUR_MS);

  expect(fake.log.of('closedByClient')).toEqual([]);
  fake.release(request);
  expect(await answer).toBe(TOKENS.join(''));
});

test('after the first token, the idle timeout fires on time', async () => {
  const { fake, server } = await start({ tokens: TOKENS, hold: [1] });
  const answer = server.chat(body);
  expect((await answer.next()).value).toMatchObject({ content: TOKENS[0] });
  const failed = answer.next().catch((error: unknown) => error);
  // The stream waits now, and its idle time has begun.
  await new Promise(setImmediate);

  await vi.advanceTimersByTimeAsync(119_000);
  expect(fake.log.of('closedByClient')).toEqual([]);
  await vi.advanceTimersByTimeAsync(2_000);

  expect(await failed).toMatchObject({ kind: 'idleTimeout', facts: { seconds: 120 } });
  await fake.log.waitFor('closedByClient');
});

const body = { model: 'fake', messages: [{ role: 'user' as const, content: 'When?' }] };

async function collect(server: OllamaServer): Promise<string> {
  let answer = '';
  for await (const batch of server.chat(body)) answer += batch.content;
  return answer;
}

async function start(reply: FakeReply): Promise<{ fake: FakeOllama; server: OllamaServer }> {
  const fake = await startFakeOllama({ replies: [reply] });
  const server = new OllamaServer({
    host: parseOllamaHost(fake.url),
    proxy: {},
    idleTimeoutSeconds: 120,
    logger: createLogger(
      () => undefined,
      () => 'error',
      () => new Date(),
    ),
  });
  onTestFinished(async () => {
    await server.close();
    await fake.stop();
  });
  return { fake, server };
}
