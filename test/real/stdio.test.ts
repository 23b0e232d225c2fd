import {
  ChainCondenseRequest,
  ChatCancelRequest,
  ModelListRequest,
  StatusGetRequest,
} from '@condenser/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SidecarProcess } from '../process/sidecarProcess.ts';
import { describeOnEachOllama } from './eachOllama.ts';
import { type RealOllama, realModel, startRealOllama, wireModel } from './realOllama.ts';

describeOnEachOllama('stdio on a real Ollama', ({ server, keepsSeveralPrompts }) => {
  let ollama: RealOllama;
  let sidecar: SidecarProcess;

  beforeAll(async () => {
    ollama = await startRealOllama({ server });
    sidecar = new SidecarProcess({
      host: ollama.host,
      settings: { temperature: 0, model: realModel },
    });
    await sidecar.initialize();
  });

  afterAll(async () => {
    await sidecar.leave();
    await ollama.stop();
  });

  it('finds Ollama, its version and its models', async () => {
    const status = await sidecar.request(StatusGetRequest, undefined);
    expect(status).toMatchObject({
      state: 'reachable',
      version: server.version,
      model: realModel,
    });
    const { models } = await sidecar.request(ModelListRequest, undefined);
    const expected = [realModel, `${wireModel}:latest`].map((name) =>
      expect.objectContaining({ name, chat: true, cloud: false }),
    );
    expect(models).toHaveLength(2);
    expect(models).toEqual(expect.arrayContaining(expected));
  });

  it('answers a question, and a follow-up that depends on it', async () => {
    const first = await sidecar.ask('What is the capital of Spain? One word.');
    expect(first.answer).toContain('Madrid');
    const more = { conversationId: first.conversationId };
    const second = await sidecar.ask('And of Italy? One word.', more);
    expect(second).toMatchObject({ stopReason: 'complete' });
    expect(second.answer).toContain('Rome');
  });

  it('answers a question, and condenses its follow-up where that pays', async () => {
    const first = await sidecar.ask('What is a mutex? One short sentence.');
    expect(first).toMatchObject({ stopReason: 'complete' });
    expect(first.answer).toMatch(/\w/);
    expect(first.answer).toBe(sidecar.text(first.turnId));
    expect(first.usage?.answer?.promptTokens).toBeGreaterThan(20);

    const { conversationId } = first;
    const asked: string[] = [];
    // The guards refuse some of the rewrites of such a small model.
    const followUps = [
      'When should I use it?',
      'When should I not use it?',
      'What is the cost of it?',
    ];
    for (const followUp of followUps) {
      // Each follows the first answer, which is always the same; later answers would mislead the model.
      const more = { conversationId, parentTurnId: first.turnId };
      const turn = await sidecar.ask(followUp, more);
      expect(turn.answer).not.toBe('');
      const tokens = turn.usage?.condense?.promptTokens ?? 0;
      expect(tokens > 20).toBe(keepsSeveralPrompts);
      if (turn.standaloneQuestion !== undefined) asked.push(turn.standaloneQuestion);
    }
    expect(asked.length > 0).toBe(keepsSeveralPrompts);
    const condensed = sidecar.events.of('condensed').map((event) => event.standaloneQuestion);
    expect(condensed).toEqual(asked);
  });

  it('saves the partial answer on a stop', async () => {
    const before = sidecar.events.all.length - 1;
    const turn = sidecar.ask('Write a very long story about a library.');
    const delta = await sidecar.events.waitFor('delta', undefined, before);
    const { conversationId, turnId } = delta;
    await sidecar.request(ChatCancelRequest, { conversationId, turnId });
    const result = await turn;
    expect(result.stopReason).toBe('cancelled');
    expect(result.answer).not.toBe('');
    expect(result.answer).toBe(sidecar.text(result.turnId));
  });

  it('keeps two conversations apart', async () => {
    const [one, other] = await Promise.all([
      sidecar.ask('What is the capital of Italy? One word.'),
      sidecar.ask('What is the capital of Spain? One word.'),
    ]);
    expect(one.conversationId).not.toBe(other.conversationId);
    expect(one.answer).toContain('Rome');
    expect(other.answer).toContain('Madrid');
  });

  it('condenses without a conversation, and refuses a model that is not installed', async () => {
    const condensed = await sidecar.request(ChainCondenseRequest, {
      chat_history: [['What is a mutex?', 'It lets one thread at a time into a section of code.']],
      question: 'When should I use it?',
    });
    expect(condensed.standaloneQuestion).toContain('use');
    const missing = await sidecar.ask('hello', { model: 'no-such-model' });
    expect(missing.error).toMatchObject({ code: -32003, data: { kind: 'modelMissing' } });
    expect(missing.error?.data?.whatToDo).toContain('ollama pull no-such-model');
  });
});
