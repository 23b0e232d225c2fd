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

/** Which model, and the libraries to run it with. */
export interface LlamaInferenceOptions {
  readonly engineFolder: string;
  readonly modelFile: string;
  readonly modelName: string;
  readonly log: (line: string) => void;
}

/** Tokens before a token by which the tokenizer knows whether a space belongs between. */
const TOKENS_BEFORE = 4;

/**
 * A GGUF model on llama.cpp, on this machine's processor. The tokens of the last call stay in
 * memory: a prompt that begins with them is read from where they end.
 */
export class LlamaInference implements Inference {
  readonly facts: ModelFacts;
  private readonly model: LoadedModel;
  private readonly pace = new PromptPace();

  private constructor(facts: ModelFacts, model: LoadedModel) {
    this.facts = facts;
    this.model = model;
  }

  /**
   * Reads what the model's file says; loads nothing yet.
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
    const writing = new Writing(ready, request, tokens);
    const reason = yield* writing.pieces(signal);
    const firstToken = writing.firstTokenAt ?? performance.now();
    return {
      reason,
      promptTokens: tokens.length,
      cachedTokens,
      answerTokens: writing.tokens,
      loadDuration: loaded - began,
      promptDuration: firstToken - loaded,
      answerDuration: performance.now() - firstToken,
    };
  }

  /**
   * Reads all but the last token of the prompt, which the answer begins with.
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
      const part = prompt.slice(from, from + this.pace.tokens);
      const began = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens(part);
      this.pace.took(part.length, performance.now() - began);
    }
    signal.throwIfAborted();
    return cached;
  }
}

/** One answer while it is written. */
class Writing {
  firstTokenAt: number | undefined;
  private readonly ready: ReadyModel;
  private readonly request: AnswerRequest;
  private readonly prompt: readonly Token[];
  private readonly written: Token[] = [];

  constructor(ready: ReadyModel, request: AnswerRequest, prompt: readonly Token[]) {
    this.ready = ready;
    this.request = request;
    this.prompt = prompt;
  }

  /** How many tokens have been written, those of no text included. */
  get tokens(): number {
    return this.written.length;
  }

  async *pieces(signal: AbortSignal): AsyncGenerator<string, AnswerOutcome['reason']> {
    const { contextLength, maximumTokens = Number.POSITIVE_INFINITY, stop } = this.request;
    const room = Math.min(maximumTokens, contextLength - this.prompt.length);
    const characters = new CharacterJoiner<Token>((tokens) => this.textOf(tokens));
    const stops = new StopTexts(stop);
    const last = this.prompt.slice(-1);
    const options = evaluateOptions(this.request.sampling, this.written);
    for await (const token of this.ready.sequence.evaluate(last, options)) {
      this.firstTokenAt ??= performance.now();
      signal.throwIfAborted();
      this.written.push(token);
      const { text, stopped } = stops.push(characters.push(token));
      if (text !== '') yield text;
      if (stopped) return 'stop';
      if (this.written.length >= room) break;
    }
    const rest = stops.end();
    if (rest !== '') yield rest;
    return this.written.length >= room ? 'length' : 'stop';
  }

  /** The text of the last tokens that were written. */
  private textOf(tokens: readonly Token[]): string {
    const written = this.written.slice(-TOKENS_BEFORE - tokens.length, -tokens.length);
    const before = [...this.prompt.slice(written.length - TOKENS_BEFORE), ...written];
    return this.ready.llama.detokenize(tokens, false, before.slice(-TOKENS_BEFORE));
  }
}

function evaluateOptions(sampling: Sampling, written: readonly Token[]): EvaluateOptions {
  const { temperature, topK, topP, minP, seed, repeatPenalty, repeatLast } = sampling;
  const window = repeatLast < 0 ? written.length : repeatLast;
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
            punishTokens: () => written.slice(-repeatLast),
          },
        }
      : {}),
  };
}

/** Tokens that may be read in one go. */
const SMALLEST = 16;
const LARGEST = 512;
const FIRST = 64;

/** How long one go should take: a person who stops it should not notice it. */
const AIM_MS = 200;

/**
 * How many tokens of a prompt are read in one go. Between two of them it can be stopped; more at
 * a time are faster. It finds out how fast this machine is with this model.
 */
export class PromptPace {
  private current = FIRST;

  /** The most tokens that the next go should read. */
  get tokens(): number {
    return this.current;
  }

  /** A go of this many tokens took so long. */
  took(tokens: number, milliseconds: number): void {
    // The rest of a prompt says little about a whole go.
    if (tokens < this.current) return;
    if (milliseconds < AIM_MS) this.current = Math.min(this.current * 2, LARGEST);
    else if (milliseconds > 2 * AIM_MS) this.current = Math.max(this.current / 2, SMALLEST);
  }
}
