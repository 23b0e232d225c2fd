import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, createServer } from './modelRoomSuite.ts';
import { engineModel, locateEngineParts, startRealEngine } from './realEngine.ts';

const parts = await locateEngineParts();

describe.skipIf(parts === undefined)('the built-in engine', () => {
  let engine: Awaited<ReturnType<typeof startRealEngine>>;
  let server: ReturnType<typeof createServer>;

  beforeAll(async () => {
    engine = await startRealEngine();
    server = createServer(engine.url, () => engine.ensureRunning());
  });

  afterAll(async () => {
    await server.close();
    await engine.stop();
  });

  const story = () => ({
    model: engineModel,
    messages: [{ role: 'user' as const, content: 'Write a long story.' }],
    options: { num_ctx: 2048, num_predict: 300, temperature: 0 },
  });

  it('killed during an answer: the partial answer is saved, and the next request restarts the engine', async () => {
    const { processId } = engine;
    if (processId === undefined) throw new Error('the engine does not run');
    let text = '';
    const reading = (async () => {
      for await (const batch of server.chat(story())) {
        if (text === '') process.kill(processId, 'SIGKILL');
        text += batch.content;
      }
    })();
    await expect(reading).rejects.toMatchObject({ kind: 'streamBroken' });
    expect(text).not.toBe('');

    const again = await collect(server.chat({ ...story(), options: { num_predict: 5 } }));
    expect(again.text).not.toBe('');
    expect(engine.processId).not.toBe(processId);
  });

  it('answers requests one after the other, and drops one whose client has disconnected', async () => {
    const abort = new AbortController();
    const first = collect(server.chat({ ...story(), options: { num_predict: 30 } }));
    const left = collect(server.chat(story(), abort.signal));
    const third = collect(server.chat({ ...story(), options: { num_predict: 5 } }));
    abort.abort();
    await expect(left).rejects.toThrow(/aborted/);
    expect((await first).done?.usage?.answerTokens).toBe(30);
    expect((await third).done?.usage?.answerTokens).toBe(5);
  });
});
