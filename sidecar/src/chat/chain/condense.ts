import type { CallUsage, CondenseOutcome, RewriteRefusal } from '@condenser/protocol';
import {
  type Runnable,
  RunnableBranch,
  type RunnableConfig,
  RunnableLambda,
} from '@langchain/core/runnables';
import type { CondenserError } from '../../errors.ts';
import type { ChatBatch } from '../../models/ollama/chatStream.ts';
import type { OllamaChatModel } from '../../models/ollama/ollamaChatModel.ts';
import type { ChainCall } from './chainRequest.ts';
import { condensePrompt } from './condensePrompt.ts';
import { estimateTokens } from './contextBudget.ts';
import { refusingGuard } from './guards/guards.ts';
import { forgetsOrder, staysVague } from './guards/referenceGuards.ts';
import { unwrapRewrite } from './guards/rewrite.ts';
import { auxiliaryRequest } from './messages.ts';
import { type Composed, compose } from './rules/compose.ts';
import { type SkipReason, skipReason } from './rules/skipRules.ts';
import { moodOf } from './words/script.ts';
import { letters, topicWords } from './words/words.ts';

/** The outcome, and the cost of the call where one was made. */
export interface Condensed {
  readonly outcome: CondenseOutcome;
  readonly usage?: CallUsage | undefined;
  /** The error of a call that failed. */
  readonly failure?: CondenserError | undefined;
}

/** Tokens that the rewrite may have beyond those of the question. */
const EXTRA_TOKENS = 96;
const MAX_TOKENS = 512;
/** No model is asked, but the project search needs to know what the follow-up is about. */
const COMPOSED_ANYWAY: ReadonlySet<SkipReason> = new Set([
  'continuation',
  'ownContext',
  'refusals',
]);
/** A longer follow-up contains its own context. */
const MAX_REWRITTEN_CHARACTERS = 600;

/**
 * Turns a follow-up into a standalone question: by a rule where one applies, else by the model. If
 * a guard refuses the rewrite, the earlier questions are put in front of the follow-up.
 *
 * @example
 * await condense(model).invoke(call, { signal }); // "is it fast?" → "Is quicksort fast?"
 */
export function condense(model: OllamaChatModel): Runnable<ChainCall, Condensed> {
  return RunnableBranch.from<ChainCall, Condensed>([
    [(call: ChainCall) => skip(call) !== undefined, RunnableLambda.from(withoutModel)],
    [(call: ChainCall) => !asksModel(call), RunnableLambda.from(byRule)],
    RunnableLambda.from((call: ChainCall, config: RunnableConfig) =>
      rewrite({ model, call, config }),
    ),
  ]);
}

/**
 * Whether the condense step calls the model. Rules do better where the follow-up only changes a
 * part of the previous question, leaves the topic, or is a statement: models answer statements.
 */
export function asksModel(call: ChainCall): boolean {
  const { question } = call.request;
  if (skip(call) !== undefined || question.length > MAX_REWRITTEN_CHARACTERS) return false;
  const mood = moodOf(question);
  if (mood === 'statement' || (mood === 'order' && topicWords(question).length === 0)) return false;
  return composed(call).by === 'joined';
}

function composed({ request }: ChainCall): Composed {
  return compose(request.question, request.history);
}

function byRule(call: ChainCall): Condensed {
  return { outcome: composedOutcome(call) };
}

/** The outcome without a rewrite by the model. */
export function composedOutcome(call: ChainCall): CondenseOutcome {
  const { text, by } = composed(call);
  if (by === 'alone') return { standaloneQuestion: text, rewritten: false };
  return { standaloneQuestion: text, rewritten: by === 'replaced', composed: by };
}

/** Why the model is not asked; undefined when it is. */
export function skip({ request }: ChainCall) {
  return skipReason({
    historyLength: request.history.length,
    question: request.question,
    context: request.context ?? [],
    strategy: request.strategy,
    standaloneQuestion: request.standaloneQuestion,
    refusedInARow: request.refusedInARow,
  });
}

function withoutModel(call: ChainCall): Condensed {
  const { question, standaloneQuestion } = call.request;
  const skipped = skip(call);
  if (skipped !== undefined && COMPOSED_ANYWAY.has(skipped)) {
    const outcome = { ...composedOutcome(call), skipped };
    // Refused rewrites say nothing against a rule. Where the question contains code, a rule fails.
    return { outcome: skipped === 'refusals' ? outcome : { ...outcome, rewritten: false } };
  }
  return {
    outcome: {
      standaloneQuestion: standaloneQuestion ?? question,
      rewritten: standaloneQuestion !== undefined && standaloneQuestion !== question,
      skipped,
    },
  };
}

interface Rewriting {
  readonly model: OllamaChatModel;
  readonly call: ChainCall;
  readonly config: RunnableConfig;
}

/** After a refusal, tries again with a rephrased instruction; the rest of the prompt is cached. */
async function rewrite(rewriting: Rewriting): Promise<Condensed> {
  const first = await attempt(rewriting, false);
  if (first.outcome.rewritten) return first;
  const second = await attempt(rewriting, true);
  const usage = first.usage && second.usage ? sumOf(first.usage, second.usage) : second.usage;
  return { outcome: second.outcome.rewritten ? second.outcome : first.outcome, usage };
}

async function attempt({ model, call, config }: Rewriting, again: boolean): Promise<Condensed> {
  const message = await model.invoke(condensePrompt(call, again), {
    ...config,
    request: auxiliaryRequest(call, {
      num_predict: tokenLimit(call.request.question),
      // A model that thinks writes its thoughts on several lines first.
      stop: call.thinking === 'no' ? ['\n'] : undefined,
    }),
  });
  const done = message.response_metadata.done as ChatBatch['done'];
  const cut = done?.reason === 'length';
  const text = message.text.slice(done?.answerStart ?? 0);
  return { outcome: judge(call, unwrapRewrite(text), cut), usage: done?.usage };
}

function judge(call: ChainCall, text: string, cut: boolean): CondenseOutcome {
  const { question } = call.request;
  const fallback = composedOutcome(call);
  if (letters(text) === letters(question)) return fallback;
  const reason = refusalOf(call, text, cut);
  if (reason !== undefined) return { ...fallback, dropped: { reason, rewrite: text } };
  return { standaloneQuestion: text, rewritten: true };
}

function refusalOf(
  { request }: ChainCall,
  rewrite: string,
  cut: boolean,
): RewriteRefusal | undefined {
  const { question, history } = request;
  if (cut) return 'tooLong';
  const candidate = { question, rewrite, history };
  const refusal = refusingGuard(candidate);
  if (refusal !== undefined) return refusal;
  // "You can use the following code:" begins an answer.
  if (/[:：]$/.test(rewrite)) return 'answer';
  if (staysVague(candidate)) return 'vague';
  if (moodOf(question) !== 'order') return undefined;
  return forgetsOrder(candidate) ? 'lostWord' : undefined;
}

function sumOf(one: CallUsage, other: CallUsage): CallUsage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    answerTokens: one.answerTokens + other.answerTokens,
    loadDuration: one.loadDuration + other.loadDuration,
    promptEvalDuration: one.promptEvalDuration + other.promptEvalDuration,
    evalDuration: one.evalDuration + other.evalDuration,
    totalDuration: one.totalDuration + other.totalDuration,
  };
}

function tokenLimit(question: string): number {
  return Math.min(EXTRA_TOKENS + 2 * estimateTokens(question), MAX_TOKENS);
}
