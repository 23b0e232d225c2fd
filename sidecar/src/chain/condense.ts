import type { CallUsage, CondenseOutcome } from '@condenser/protocol';
import {
  type Runnable,
  RunnableBranch,
  type RunnableConfig,
  RunnableLambda,
} from '@langchain/core/runnables';
import type { CondenserError } from '../errors/index.ts';
import type { ChatBatch } from '../model/chatStream.ts';
import type { OllamaChatModel } from '../model/ollamaChatModel.ts';
import type { ChainCall } from './chainRequest.ts';
import { refusingGuard } from './guards.ts';
import { condenseMessages } from './messages.ts';
import { unwrapRewrite } from './rewriteText.ts';
import { skipReason } from './skipRules.ts';
import { estimateTokens } from './tokenEstimate.ts';

/** The outcome, and what the call cost where one was made. */
export interface Condensed {
  readonly outcome: CondenseOutcome;
  readonly usage?: CallUsage | undefined;
  /** Why there is no rewrite, where the call failed. */
  readonly failure?: CondenserError | undefined;
}

/** The rewrite may be this much longer than the question. */
const EXTRA_TOKENS = 96;
const MAXIMUM_TOKENS = 512;
/**
 * Turns a follow-up into a question that stands alone. Where a rule says that no rewrite is
 * needed the model is not asked; where a guard refuses the rewrite the person's own words stand.
 *
 * @example
 * await condense(model).invoke(call, { signal }); // "and in Kotlin?" → "How do I … in Kotlin?"
 */
export function condense(model: OllamaChatModel): Runnable<ChainCall, Condensed> {
  return RunnableBranch.from<ChainCall, Condensed>([
    [(call: ChainCall) => skip(call) !== undefined, RunnableLambda.from(withoutModel)],
    RunnableLambda.from((call: ChainCall, config: RunnableConfig) => rewrite(model, call, config)),
  ]);
}

/** Why the model is not asked for this call; undefined when it is. */
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
  return {
    outcome: {
      standaloneQuestion: standaloneQuestion ?? question,
      rewritten: standaloneQuestion !== undefined && standaloneQuestion !== question,
      ...(skipped === undefined ? {} : { skipped }),
    },
  };
}

async function rewrite(
  model: OllamaChatModel,
  call: ChainCall,
  config: RunnableConfig,
): Promise<Condensed> {
  const message = await model.invoke(condenseMessages(call), {
    ...config,
    request: {
      ...(call.thinking === 'no' ? {} : { think: call.thinking === 'levels' ? 'low' : false }),
      ...(call.settings.keepAlive === undefined ? {} : { keep_alive: call.settings.keepAlive }),
      truncate: false,
      shift: false,
      options: {
        num_ctx: call.contextWindow,
        temperature: 0,
        num_predict: tokenLimit(call.request.question),
        // A model that thinks writes its thoughts on several lines first.
        ...(call.thinking === 'no' ? { stop: ['\n'] } : {}),
      },
    },
  });
  const done = message.response_metadata.done as ChatBatch['done'];
  const cut = done?.reason === 'length';
  return { outcome: judge(call, unwrapRewrite(message.text), cut), usage: done?.usage };
}

function judge(call: ChainCall, text: string, cut: boolean): CondenseOutcome {
  const { question, history } = call.request;
  if (text === question) return { standaloneQuestion: question, rewritten: false };
  const reason = cut ? 'tooLong' : refusingGuard({ question, rewrite: text, history });
  return reason === undefined
    ? { standaloneQuestion: text, rewritten: true }
    : { standaloneQuestion: question, rewritten: false, dropped: { reason, rewrite: text } };
}

function tokenLimit(question: string): number {
  return Math.min(EXTRA_TOKENS + 2 * estimateTokens(question), MAXIMUM_TOKENS);
}
