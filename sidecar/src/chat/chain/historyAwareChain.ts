import type { CondenseOutcome } from '@condenser/protocol';
import { CondenserError, isError } from '../../errors.ts';
import type { ContextWindows, WindowUse } from '../../models/contextWindows.ts';
import type { ModelCatalogue } from '../../models/modelCatalogue.ts';
import { isSameModel } from '../../models/modelFacts.ts';
import type { ChatBatch } from '../../models/ollama/chatStream.ts';
import { type ChatSource, OllamaChatModel } from '../../models/ollama/ollamaChatModel.ts';
import { type CallPurpose, recorded } from '../../models/recordedCall.ts';
import {
  type ChainCall,
  type ChainRequest,
  type ChainSettings,
  type HistoryTurn,
  settingsFor,
} from './chainRequest.ts';
import { asksModel, type Condensed, composedOutcome, condense } from './condense.ts';
import { condensePrompt } from './condensePrompt.ts';
import { firstKeptTurn, leastTokens, replayFirstKeptTurn, TokenEstimate } from './contextBudget.ts';
import { answerMessages, answerRequest, type Prompt, promptFor, userMessage } from './messages.ts';
import { answerLanguageName, promptLanguage, promptsIn } from './prompts/promptSet.ts';
import { searchTerms } from './searchTerms.ts';
import { titleOf } from './title.ts';

/** The dependencies of {@link HistoryAwareChain}. */
export interface ChainDependencies {
  readonly source: ChatSource;
  readonly catalogue: ModelCatalogue;
  readonly windows: ContextWindows;
  readonly settings: () => ChainSettings;
  /** Whether the server keeps several prompts in its cache. */
  readonly keepsSeveralPrompts: (signal?: AbortSignal) => Promise<boolean>;
}

/** Tokens reserved for the answer, but at most this share of the maximum window. */
const ANSWER_TOKENS = 2048;
const ANSWER_SHARE = 0.25;
/** Tokens reserved for the output of a separate condense model. */
const CONDENSE_TOKENS = 512;
/** Tokens of the instructions around the question. */
const INSTRUCTION_TOKENS = 220;

/**
 * The chain: condenses the conversation and the follow-up into a standalone question, then answers.
 * Call {@link prepare} first, and pass its result to {@link condense} and {@link answer}.
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
    const message = userMessage(request.question, request.context ?? [], prompts);
    const before = windows.currentWindow(request.model);
    const { contextWindow: chosen } = settings;
    const fit = await this.fit(request, system, message, { signal, chosen });
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
      userMessage: message,
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
   * The condense step before an answer. A call that fails costs only the rewrite, also where the
   * answering model condenses: the answer call may succeed, as it sends other options. An abort
   * throws the signal's reason.
   */
  async tryCondense(call: ChainCall, signal?: AbortSignal): Promise<Condensed> {
    try {
      return await this.condense(call, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isError(error)) throw error;
      const outcome = withSearchTerms({ ...composedOutcome(call), rewritten: false }, call);
      return { outcome, failure: error };
    }
  }

  /** The prompt of the answer call after this outcome. */
  prompt(call: ChainCall, { outcome }: Condensed): Prompt {
    return promptFor(call, outcome);
  }

  /** The answer, part by part. An abort throws the signal's reason and closes the request. */
  async *answer(
    prepared: ChainCall,
    prompt: Prompt,
    signal?: AbortSignal,
  ): AsyncGenerator<ChatBatch> {
    signal?.throwIfAborted();
    const call = this.inCurrentWindow(prepared);
    const messages = answerMessages(call, prompt);
    // Not through a runnable, which costs most of what a token costs (`npm run bench -- langserve`).
    const parts = this.model(call, 'answer').batches(messages, answerRequest(call), signal);
    for await (const part of this.inWindow(call, parts)) {
      signal?.throwIfAborted();
      const usage = part.done?.usage;
      if (usage) this.learn(call, messages, usage.promptTokens);
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
      use.failed(isError(error, 'contextOverflow'));
      throw error;
    }
  }

  /** Passes the parts on; the first one shows that the server accepted the window. */
  private async *inWindow(
    { request, contextWindow }: ChainCall,
    parts: AsyncIterable<ChatBatch>,
  ): AsyncGenerator<ChatBatch> {
    let use: WindowUse | undefined = this.dependencies.windows.use(request.model, contextWindow);
    let overflowed = false;
    try {
      for await (const part of parts) {
        use?.accepted();
        use = undefined;
        yield part;
      }
    } catch (error) {
      overflowed = isError(error, 'contextOverflow');
      throw error;
    } finally {
      use?.failed(overflowed);
    }
  }

  /** A title for a conversation that starts with this turn; undefined when the model wrote none. */
  async title(model: string, turn: HistoryTurn, signal: AbortSignal) {
    const request = { model, history: [turn], question: '', strategy: 'history' } as const;
    const call = this.inCurrentWindow(await this.prepare(request, signal));
    return titleOf(this.model(call, 'title'), call, signal);
  }

  /**
   * Whether Ollama counted fewer tokens than the prompt must have. Then it has cut the prompt, as
   * servers do that do not know `truncate: false`.
   */
  wasTruncated(call: ChainCall, prompt: Prompt, promptTokens: number): boolean {
    const least = answerMessages(call, prompt).reduce((sum, m) => sum + leastTokens(m.text), 0);
    return promptTokens > 0 && promptTokens < least;
  }

  /** Another conversation may have grown the window since; a smaller one would reload the model. */
  private inCurrentWindow(call: ChainCall): ChainCall {
    if (call.settings.contextWindow !== undefined) return call;
    const current = this.dependencies.windows.currentWindow(call.request.model) ?? 0;
    return current > call.contextWindow ? { ...call, contextWindow: current } : call;
  }

  /**
   * Whether a rewrite is worth its call. On a server that caches one prompt, the call evicts the
   * conversation, and the answer call evaluates all of it again (figures: docs/condense.md). With the
   * strategy `condense` the answer call does not contain the conversation.
   */
  private async rewritePays(call: ChainCall, signal?: AbortSignal): Promise<boolean> {
    if (condensesElsewhere(call) || call.request.strategy === 'condense') return true;
    return this.dependencies.keepsSeveralPrompts(signal);
  }

  /** The call for the condense model, where that is another model. */
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
      // The configured window is that of the answering model.
      settings: { ...call.settings, contextWindow: undefined },
      contextWindow: await windows.windowFor(model, tokens + CONDENSE_TOKENS, signal),
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
    message: string,
    { signal, chosen }: { signal: AbortSignal | undefined; chosen: number | undefined },
  ): Promise<{ firstTurn: number; contextWindow: number }> {
    const { windows } = this.dependencies;
    const { model, history } = request;
    const size = (text: string) => this.estimate.message(model, text);
    const turnTokens = history.map((turn) => size(turn.user) + size(turn.assistant));
    const limits = await windows.limits(model, signal, chosen);
    requireFits(limits.maximum, [system, message]);
    const answerSpace = Math.min(ANSWER_TOKENS, Math.floor(limits.maximum * ANSWER_SHARE));
    const fixed = size(system) + size(message) + INSTRUCTION_TOKENS + answerSpace;
    const space = limits.maximum - fixed;
    const spaceAt = (length: number) =>
      space + size(message) - size(history[length]?.user ?? message);
    const firstTurn =
      request.firstTurn === undefined
        ? replayFirstKeptTurn(turnTokens, spaceAt)
        : firstKeptTurn({ turnTokens, space }, Math.min(request.firstTurn, history.length));
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

/** A prompt that cannot fit with any tokenizer is not sent: the server would load for nothing. */
function requireFits(contextWindow: number, texts: readonly string[]): void {
  const least = texts.reduce((sum, text) => sum + leastTokens(text), 0);
  if (least <= contextWindow) return;
  throw new CondenserError('contextOverflow', {
    contextWindow,
    reason: `at least ${least} tokens`,
  });
}

/** gpt-oss takes levels and ignores booleans (Ollama's docs/capabilities/thinking). */
function thinkingOf(capabilities: readonly string[], family: string | undefined) {
  if (!capabilities.includes('thinking')) return 'no';
  return family === 'gptoss' || family === 'gpt-oss' ? 'levels' : 'yes';
}
