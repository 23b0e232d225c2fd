import { HttpProblem } from '../../http/httpProblem.ts';
import { CharacterJoiner, StopTexts } from './answerText.ts';
import type {
  AnswerOutcome,
  AnswerRequest,
  Inference,
  LoadedState,
  ModelFacts,
  Sampling,
} from './inference.ts';
import { LoadedModel, type ReadyModel } from './loadedModel.ts';
import { readModelFile } from './modelFile.ts';
import { type EvaluateOptions, importLibraries, type Token } from './nodeLlamaCpp.ts';

/** The model, and the folder of the libraries that run it. */
export interface LlamaInferenceOptions {
  readonly engineFolder: string;
  readonly modelFile: string;
  readonly modelName: string;
  readonly log: (line: string) => void;
}

/** Preceding tokens that tell the tokenizer whether a space belongs before a token. */
const TOKENS_BEFORE = 4;

/**
 * A GGUF model on llama.cpp, on the processor of this machine. The tokens of the last call stay in
 * memory: of a prompt that begins with them, only the rest is read.
 */
export class LlamaInference implements Inference {
  readonly facts: ModelFacts;
  private readonly model: LoadedModel;
  private readonly batchSize = new PromptBatchSize();

  private constructor(facts: ModelFacts, model: LoadedModel) {
    this.facts = facts;
    this.model = model;
  }

  /**
   * Reads the metadata of the model's file; does not load the model yet.
   *
   * @throws when a library or the file cannot be read.
   */
  static async open(options: LlamaInferenceOptions): Promise<LlamaInference> {
    const libraries = await importLibraries(options.engineFolder);
    const { modelFile, modelName, log } = options;
    const facts = await readModelFile(libraries.engine, modelFile, modelName);
    const { template } = facts;
    return new LlamaInference(facts, new LoadedModel({ libraries, modelFile, template, log }));
  }

  get loaded(): LoadedState | undefined {
    return this.model.state;
  }

  async load(contextLength: number, signal: AbortSignal): Promise<void> {
    await this.model.ready(contextLength, signal);
  }

  unload(): Promise<void> {
    return this.model.dispose();
  }

  async *answer(
    request: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<string, AnswerOutcome> {
    const began = performance.now();
    const ready = await this.model.ready(request.contextLength, signal);
    const loaded = performance.now();
    const tokens = ready.prompt.tokens(request.messages, request.thinking);
    if (tokens.length >= request.contextLength) {
      throw new HttpProblem(400, 'the input length exceeds the context length');
    }
    const cachedTokens = await this.readPrompt(ready, tokens, signal);
    const generation = new Generation(ready, request, tokens);
    const reason = yield* generation.pieces(signal);
    const firstToken = generation.firstTokenAt ?? performance.now();
    return {
      reason,
      promptTokens: tokens.length,
      cachedTokens,
      answerTokens: generation.tokens,
      loadDuration: loaded - began,
      promptDuration: firstToken - loaded,
      answerDuration: performance.now() - firstToken,
    };
  }

  /**
   * Reads the prompt except for its last token, from which the answer is generated.
   *
   * @returns how many tokens were in memory already.
   */
  private async readPrompt(
    { sequence }: ReadyModel,
    tokens: readonly Token[],
    signal: AbortSignal,
  ): Promise<number> {
    const prompt = tokens.slice(0, -1);
    await sequence.adaptStateToTokens(prompt, false);
    const cached = sequence.nextTokenIndex;
    while (sequence.nextTokenIndex < prompt.length) {
      signal.throwIfAborted();
      const from = sequence.nextTokenIndex;
      const part = prompt.slice(from, from + this.batchSize.tokens);
      const began = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens(part);
      this.batchSize.record(part.length, performance.now() - began);
    }
    signal.throwIfAborted();
    return cached;
  }
}

/** The generation of one answer. */
class Generation {
  firstTokenAt: number | undefined;
  private readonly ready: ReadyModel;
  private readonly request: AnswerRequest;
  private readonly prompt: readonly Token[];
  private readonly generated: Token[] = [];

  constructor(ready: ReadyModel, request: AnswerRequest, prompt: readonly Token[]) {
    this.ready = ready;
    this.request = request;
    this.prompt = prompt;
  }

  /** How many tokens have been generated, including those without text. */
  get tokens(): number {
    return this.generated.length;
  }

  async *pieces(signal: AbortSignal): AsyncGenerator<string, AnswerOutcome['reason']> {
    const { contextLength, maxTokens = Number.POSITIVE_INFINITY, stop } = this.request;
    const available = Math.min(maxTokens, contextLength - this.prompt.length);
    const characters = new CharacterJoiner<Token>((tokens) => this.textOf(tokens));
    const stops = new StopTexts(stop);
    const last = this.prompt.slice(-1);
    const options = evaluateOptions(this.request.sampling, this.generated);
    for await (const token of this.ready.sequence.evaluate(last, options)) {
      this.firstTokenAt ??= performance.now();
      signal.throwIfAborted();
      this.generated.push(token);
      const { text, stopped } = stops.push(characters.push(token));
      if (text !== '') yield text;
      if (stopped) return 'stop';
      if (this.generated.length >= available) break;
    }
    const rest = stops.end();
    if (rest !== '') yield rest;
    return this.generated.length >= available ? 'length' : 'stop';
  }

  /** The text of the last generated tokens. */
  private textOf(tokens: readonly Token[]): string {
    const written = this.generated.slice(-TOKENS_BEFORE - tokens.length, -tokens.length);
    const before = [...this.prompt.slice(written.length - TOKENS_BEFORE), ...written];
    return this.ready.llama.detokenize(tokens, false, before.slice(-TOKENS_BEFORE));
  }
}

function evaluateOptions(sampling: Sampling, generated: readonly Token[]): EvaluateOptions {
  const { temperature, topK, topP, minP, seed, repeatPenalty, repeatLast } = sampling;
  const window = repeatLast < 0 ? generated.length : repeatLast;
  const penalized = repeatPenalty !== 1 && repeatLast !== 0;
  return {
    temperature,
    topK,
    topP,
    minP,
    ...(seed === undefined ? {} : { seed }),
    ...(penalized
      ? {
          repeatPenalty: {
            penalty: repeatPenalty,
            maxPunishTokens: Math.max(window, 1),
            punishTokens: () => generated.slice(-repeatLast),
          },
        }
      : {}),
  };
}

/** Tokens of a batch. */
const MIN_TOKENS = 16;
const MAX_TOKENS = 512;
const INITIAL_TOKENS = 64;

/** The duration of a batch: short enough that stopping seems immediate. */
const TARGET_MS = 200;

/**
 * How many tokens of a prompt are read at once. Reading can be stopped between batches only, but
 * larger batches are faster, so the size adapts to this machine and model.
 */
export class PromptBatchSize {
  private current = INITIAL_TOKENS;

  /** The maximum size of the next batch. */
  get tokens(): number {
    return this.current;
  }

  /** Adapts the size to the duration of a batch. */
  record(tokens: number, milliseconds: number): void {
    // The last, smaller batch of a prompt says little about a full one.
    if (tokens < this.current) return;
    if (milliseconds < TARGET_MS) this.current = Math.min(this.current * 2, MAX_TOKENS);
    else if (milliseconds > 2 * TARGET_MS) this.current = Math.max(this.current / 2, MIN_TOKENS);
  }
}
