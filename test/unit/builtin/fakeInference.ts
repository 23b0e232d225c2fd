import type {
  AnswerOutcome,
  AnswerRequest,
  Inference,
  LoadedState,
  ModelFacts,
} from '@condenser/sidecar/builtin/llama/inference.ts';

export const facts: ModelFacts = {
  name: 'tiny:1b',
  size: 1234,
  modifiedAt: new Date('2026-01-02T03:04:05Z'),
  family: 'llama',
  parameterSize: '1B',
  quantization: 'Q4_0',
  trainedContextLength: 8192,
  template: '{{ messages }}',
  capabilities: ['completion'],
  metadata: { 'llama.context_length': 8192 },
};

/** What an answer does: a piece to yield, or a promise to wait for, or an error to throw. */
export type Step = string | Promise<unknown> | Error;

/** A model without llama.cpp: its answers are written in advance, and it notes what happens. */
export class FakeInference implements Inference {
  /** How often the model facts were read: each request reads them first. */
  looks = 0;
  readonly requests: AnswerRequest[] = [];
  /** What happened, in its order. */
  readonly notes: string[] = [];
  loaded: LoadedState | undefined;
  private readonly ownFacts: ModelFacts;
  private readonly script: (request: AnswerRequest) => readonly Step[];

  constructor(
    script: (request: AnswerRequest) => readonly Step[] = () => ['Hello', ' there'],
    facted: Partial<ModelFacts> = {},
  ) {
    this.script = script;
    this.ownFacts = { ...facts, ...facted };
  }

  get facts(): ModelFacts {
    this.looks += 1;
    return this.ownFacts;
  }

  async load(contextLength: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.loaded = { contextLength, memory: 5678 };
    this.notes.push(`loaded ${contextLength}`);
  }

  async unload(): Promise<void> {
    this.loaded = undefined;
    this.notes.push('unloaded');
  }

  async *answer(
    request: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<string, AnswerOutcome> {
    const asked = request.messages.at(-1)?.content ?? '';
    this.requests.push(request);
    this.notes.push(`${asked} begins`);
    try {
      await this.load(request.contextLength, signal);
      for (const step of this.script(request)) {
        if (step instanceof Error) throw step;
        if (typeof step === 'string') yield step;
        else await unlessAborted(step, signal);
      }
    } finally {
      this.notes.push(`${asked} rests`);
    }
    return {
      reason: 'stop',
      promptTokens: 20,
      cachedTokens: 12,
      answerTokens: 2,
      loadDuration: 1.5,
      promptDuration: 2,
      answerDuration: 3,
    };
  }
}

async function unlessAborted(step: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([step, aborted]);
}
