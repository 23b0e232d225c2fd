import type { CondenseOutcome } from '@condenser/protocol';
import { CondenserError, ContextOverflowError } from '../errors/index.ts';
import type { ContextWindows, WindowUse } from '../model/contextWindows.ts';
import type { ModelCatalogue } from '../model/modelCatalogue.ts';
import { isSameModel } from '../model/modelFacts.ts';
import { type ChatSource, OllamaChatModel } from '../model/ollamaChatModel.ts';
import { type CallPurpose, recorded } from '../model/recordedCall.ts';
import { type AnswerPart, answer } from './answer.ts';
import type { ChainCall, ChainRequest, ChainSettings, HistoryTurn } from './chainRequest.ts';
import { settingsFor } from './chatSettings.ts';
import { asksModel, type Condensed, composedOutcome, condense } from './condense.ts';
import { condensePrompt } from './condensePrompt.ts';
import { firstKeptTurn, replayFirstKeptTurn } from './contextBudget.ts';
import { answerMessages, type Prompt, promptFor } from './messages.ts';
import { ownWords } from './ownWords.ts';
import { answerLanguageName, promptLanguage, promptsIn } from './prompts/index.ts';
import { searchTerms } from './searchTerms.ts';
import { titleOf } from './title.ts';
import { leastTokens, TokenEstimate } from './tokenEstimate.ts';

/** What the chain stands on. */
export interface ChainDependencies {
  readonly source: ChatSource;
  readonly catalogue: ModelCatalogue;
  readonly windows: ContextWindows;
  readonly settings: () => ChainSettings;
  /** Whether the server keeps several prompts in its cache. */
  readonly keepsSeveralPrompts: (signal?: AbortSignal) => Promise<boolean>;
}

/** Tokens kept free for the answer, and at most this share of the largest window. */
const ANSWER_TOKENS = 2048;
const ANSWER_SHARE = 0.25;
/** What another model that condenses may write. */
const CONDENSE_ROOM_TOKENS = 512;
/** The condense call's own text, or the clarification, around the question. */
const INSTRUCTION_TOKENS = 220;

/** What is wrong with the model itself: its answer call would fail in the same way, and as slowly. */
const FAILS_ANSWER_TOO = new Set(['modelMissing', 'outOfMemory', 'notSupported']);

/**
 * The chain: condense the conversation and the follow-up into a standalone question, then answer.
 * {@link prepare} first; its call goes into {@link condense} and {@link answer}.
 */
export class HistoryAwareChain {
  private readonly dependencies: ChainDependencies;
  private readonly estimate = new TokenEstimate();

  constructor(dependencies: ChainDependencies) {
    this.dependencies = dependencies;
  }

  /** Decides what the calls of a turn share: the turns that fit, and the context window. */
  async prepare(request: ChainRequest, signal?: AbortSignal): Promise<ChainCall> {
    const { catalogue, windows } = this.dependencies;
    const settings = settingsFor(request.model, this.dependencies.settings(), request.options);
    const language = promptLanguage(
      settings.answerLanguage,
      request.history[0]?.user ?? request.question,
    );
    const prompts = promptsIn(language);
    const system = prompts.system(
      prompts.languageRule(answerLanguageName(settings.answerLanguage, language)),
    );
    const words = ownWords(request.question, request.context ?? [], prompts);
    const before = windows.currentWindow(request.model);
    const { contextWindow: chosen } = settings;
    const fit = await this.fit(request, system, words, { signal, chosen });
    const details = await catalogue.show(request.model, signal);
    return {
      request,
      settings,
      language,
      system,
      turns: request.history.slice(fit.firstTurn),
      firstTurn: fit.firstTurn,
      contextWindow: fit.contextWindow,
      grownFrom: before !== undefined && before < fit.contextWindow ? before : undefined,
      thinking: thinkingOf(details.capabilities, details.family),
      ownWords: words,
    };
  }

  /** The condense step. An abort throws the signal's reason. */
  async condense(call: ChainCall, signal?: AbortSignal): Promise<Condensed> {
    const config = signal ? { signal } : {};
    if (asksModel(call) && !(await this.rewritePays(call, signal))) {
      const outcome: CondenseOutcome = { ...composedOutcome(call), skipped: 'onePrompt' };
      return { outcome: withSearchTerms(outcome, call) };
    }
    const asked = await this.toCondense(call, signal);
    const model = this.model(asked, 'condense');
    const sized = this.inCurrentWindow(asked);
    const condensed = await this.tryWindow(sized, () => condense(model).invoke(sized, config));
    return { ...condensed, outcome: withSearchTerms(condensed.outcome, call) };
  }

  /**
   * The condense step where the answer is what counts: a call that fails, and a model for it that is
   * gone, cost the rewrite alone. An abort throws the signal's reason.
   */
  async tryCondense(call: ChainCall, signal?: AbortSignal): Promise<Condensed> {
    try {
      return await this.condense(call, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CondenserError) || !this.mayFail(call, error)) throw error;
      const outcome = withSearchTerms({ ...composedOutcome(call), rewritten: false }, call);
      return { outcome, failure: error };
    }
  }

  /** What the answer call asks after this outcome. */
  prompt(call: ChainCall, { outcome }: Condensed): Prompt {
    return promptFor(call, outcome);
  }

  /** The answer, part by part. An abort throws the signal's reason and closes the request. */
  async *answer(
    prepared: ChainCall,
    prompt: Prompt,
    signal?: AbortSignal,
  ): AsyncGenerator<AnswerPart> {
    signal?.throwIfAborted();
    const call = this.inCurrentWindow(prepared);
    const parts = answer(this.model(call, 'answer'), call, prompt, signal);
    for await (const part of this.inWindow(call, parts)) {
      signal?.throwIfAborted();
      const usage = part.done?.usage;
      if (usage) {
        this.learn(call, answerMessages(call, prompt), usage.promptTokens);
      }
      yield part;
    }
  }

  private async tryWindow<T>(call: ChainCall, request: () => Promise<T>): Promise<T> {
    const use = this.dependencies.windows.use(call.request.model, call.contextWindow);
    try {
      const result = await request();
      use.accepted();
      return result;
    } catch (error) {
      use.failed(error instanceof ContextOverflowError);
      throw error;
    }
  }

  /** The same parts; the first one shows that the server accepted the window. */
  private async *inWindow(
    { request, contextWindow }: ChainCall,
    parts: AsyncIterable<AnswerPart>,
  ): AsyncGenerator<AnswerPart> {
    let use: WindowUse | undefined = this.dependencies.windows.use(request.model, contextWindow);
    let overflowed = false;
    try {
      for await (const part of parts) {
        use?.accepted();
        use = undefined;
        yield part;
      }
    } catch (error) {
      overflowed = error instanceof ContextOverflowError;
      throw error;
    } finally {
      use?.failed(overflowed);
    }
  }

  /** A title for a conversation that began with this exchange; undefined when none came of it. */
  async title(model: string, exchange: HistoryTurn, signal: AbortSignal) {
    const request = { model, history: [exchange], question: '', strategy: 'history' } as const;
    const call = this.inCurrentWindow(await this.prepare(request, signal));
    return titleOf(this.model(call, 'title'), call, signal);
  }

  /**
   * Whether Ollama counted fewer tokens than the prompt can possibly have: then it has cut it,
   * as servers do that do not know `truncate: false`.
   */
  wasTruncated(call: ChainCall, prompt: Prompt, promptTokens: number): boolean {
    const least = answerMessages(call, prompt).reduce((sum, m) => sum + leastTokens(m.text), 0);
    return promptTokens > 0 && promptTokens < least;
  }

  /** Whether an answer is still worth asking for. */
  private mayFail(call: ChainCall, error: CondenserError): boolean {
    const { condenseModel } = call.settings;
    const isOther = condenseModel !== undefined && !isSameModel(condenseModel, call.request.model);
    return isOther || !FAILS_ANSWER_TOO.has(error.kind);
  }

  /** Another conversation may have made the window grow since: the smaller one would reload it. */
  private inCurrentWindow(call: ChainCall): ChainCall {
    if (call.settings.contextWindow !== undefined) return call;
    const current = this.dependencies.windows.currentWindow(call.request.model) ?? 0;
    return current > call.contextWindow ? { ...call, contextWindow: current } : call;
  }

  /**
   * Whether a rewrite is worth its call. Where the server keeps one prompt, the call pushes the
   * conversation out of its cache, and the answer reads all of it again (docs/condense.md has the
   * figures). By the strategy `condense` the answer does not read the conversation.
   */
  private async rewritePays(call: ChainCall, signal?: AbortSignal): Promise<boolean> {
    if (condensesElsewhere(call) || call.request.strategy === 'condense') return true;
    return this.dependencies.keepsSeveralPrompts(signal);
  }

  /** The same call to the model that condenses, where another one does. */
  private async toCondense(call: ChainCall, signal?: AbortSignal): Promise<ChainCall> {
    const { condenseModel: model } = call.settings;
    if (model === undefined || !condensesElsewhere(call) || !asksModel(call)) return call;
    const { catalogue, windows } = this.dependencies;
    const size = (text: string) => this.estimate.message(model, text);
    const tokens = condensePrompt(call).reduce((sum, { text }) => sum + size(text), 0);
    const details = await catalogue.show(model, signal);
    return {
      ...call,
      request: { ...call.request, model },
      // The window of the conversation is the other model's.
      settings: { ...call.settings, contextWindow: undefined },
      contextWindow: await windows.windowFor(model, tokens + CONDENSE_ROOM_TOKENS, signal),
      thinking: thinkingOf(details.capabilities, details.family),
    };
  }

  private model({ request }: ChainCall, purpose: CallPurpose): OllamaChatModel {
    const { source } = this.dependencies;
    const { model, recorder } = request;
    return new OllamaChatModel(model, recorder ? recorded(source, purpose, recorder) : source);
  }

  private learn(call: ChainCall, messages: { text: string }[], promptTokens: number): void {
    const texts = messages.map((message) => message.text);
    this.estimate.learn(call.request.model, texts, promptTokens);
  }

  private async fit(
    request: ChainRequest,
    system: string,
    words: string,
    { signal, chosen }: { signal: AbortSignal | undefined; chosen: number | undefined },
  ): Promise<{ firstTurn: number; contextWindow: number }> {
    const { windows } = this.dependencies;
    const { model, history } = request;
    const size = (text: string) => this.estimate.message(model, text);
    const turnTokens = history.map((turn) => size(turn.user) + size(turn.assistant));
    const limits = await windows.limits(model, signal, chosen);
    refuseWhatCannotFit(limits.maximum, [system, words]);
    const answerRoom = Math.min(ANSWER_TOKENS, Math.floor(limits.maximum * ANSWER_SHARE));
    const fixed = size(system) + size(words) + INSTRUCTION_TOKENS + answerRoom;
    const room = limits.maximum - fixed;
    const roomAt = (length: number) => room + size(words) - size(history[length]?.user ?? words);
    const firstTurn =
      request.firstTurn === undefined
        ? replayFirstKeptTurn(turnTokens, roomAt)
        : firstKeptTurn({ turnTokens, room }, Math.min(request.firstTurn, history.length));
    const kept = turnTokens.slice(firstTurn).reduce((sum, tokens) => sum + tokens, 0);
    const contextWindow = await windows.windowFor(model, kept + fixed, signal, chosen);
    return { firstTurn, contextWindow };
  }
}

function withSearchTerms(outcome: CondenseOutcome, { turns }: ChainCall): CondenseOutcome {
  const terms = searchTerms(outcome.standaloneQuestion, turns);
  return terms.length === 0 ? outcome : { ...outcome, searchTerms: terms };
}

function condensesElsewhere({ settings, request }: ChainCall): boolean {
  const { condenseModel } = settings;
  return condenseModel !== undefined && !isSameModel(condenseModel, request.model);
}

/** A prompt that no tokenizer makes short enough is not sent: the server would load for nothing. */
function refuseWhatCannotFit(contextWindow: number, texts: readonly string[]): void {
  const least = texts.reduce((sum, text) => sum + leastTokens(text), 0);
  if (least <= contextWindow) return;
  throw new ContextOverflowError({ contextWindow, reason: `at least ${least} tokens` });
}

/** gpt-oss takes levels and ignores booleans (Ollama's docs/capabilities/thinking). */
function thinkingOf(capabilities: readonly string[], family: string | undefined) {
  if (!capabilities.includes('thinking')) return 'no';
  return family === 'gptoss' || family === 'gpt-oss' ? 'levels' : 'yes';
}
