import type { Strategy } from '@condenser/protocol';
import type { HistoryTurn } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import { HistoryAwareChain } from '@condenser/sidecar/chat/chain/historyAwareChain.ts';
import { ContextWindows } from '@condenser/sidecar/models/contextWindows.ts';
import type { ModelCatalogue } from '@condenser/sidecar/models/modelCatalogue.ts';
import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';

/**
 * The prompt evaluation of one call; tokens only if the server reports them. A log line may be late, so
 * only the sum over both calls of a turn is reliable.
 */
export interface Evaluated {
  readonly milliseconds: number;
  readonly tokens?: number | undefined;
}

/** Prompt evaluation of one turn, as the server reports it. */
export interface EvaluationFigures {
  readonly turns: number;
  readonly condense: Evaluated;
  readonly answer: Evaluated;
  /** The answer of the same turn without condense calls. */
  readonly answerAlone: Evaluated;
  /** Both calls where the standalone question is asked without the conversation. */
  readonly standalone: TurnCost;
}

const SAMPLED = [2, 6, 10];
const WINDOW = 8192;
const ANSWER =
  'A queue keeps its elements in the order in which they came. The element that has waited for ' +
  'the longest time leaves first, so a queue is fair. It is often built as a ring in an array, ' +
  'with one index for the head and one for the tail; both wrap around at the end of the array. ' +
  'Adding and removing take constant time, as long as the array does not have to grow.';

/** A running server, as a model source of the chain. */
export interface EvaluatedServer {
  readonly source: ChatSource;
  readonly catalogue: ModelCatalogue;
  readonly model: string;
  readonly keepsSeveralPrompts: boolean;
  /** The tokens it has evaluated so far; undefined if it does not report them. */
  readonly evaluatedTokens: () => Promise<number | undefined>;
}

interface TurnCost {
  condense: Evaluated;
  answer: Evaluated;
}

const NOTHING: Evaluated = { milliseconds: 0 };

/** Runs a conversation of ten turns by each strategy, on one server. */
export async function measureEvaluation(server: EvaluatedServer): Promise<EvaluationFigures[]> {
  const both = await lead(server, 'condense+history', 'queue');
  const alone = await lead(server, 'history', 'ring');
  const standalone = await lead(server, 'condense', 'stack');
  return SAMPLED.map((turns) => ({
    turns,
    condense: both.get(turns)?.condense ?? NOTHING,
    answer: both.get(turns)?.answer ?? NOTHING,
    answerAlone: alone.get(turns)?.answer ?? NOTHING,
    standalone: standalone.get(turns) ?? { condense: NOTHING, answer: NOTHING },
  }));
}

async function lead(
  server: EvaluatedServer,
  strategy: Strategy,
  topic: string,
): Promise<Map<number, TurnCost>> {
  const { catalogue, model, keepsSeveralPrompts } = server;
  const windows = new ContextWindows(catalogue, () => WINDOW);
  await windows.windowFor(model, WINDOW);
  let rewrite = '';
  const chain = new HistoryAwareChain({
    source: withBriefReplies(server.source, () => rewrite),
    catalogue,
    windows,
    settings: () => ({ answerLanguage: 'auto' }),
    keepsSeveralPrompts: async () => keepsSeveralPrompts,
  });
  const history: HistoryTurn[] = [];
  const costs = new Map<number, TurnCost>();
  for (let turn = 1; turn <= Math.max(...SAMPLED); turn += 1) {
    const question = `is way number ${turn} of doing that safe with many threads?`;
    const first = `How do I build a ${topic} in C, and in how many ways?`;
    rewrite = `Is way number ${turn} of building a ${topic} in C safe with many threads?`;
    const asked = turn === 1 ? first : question;
    const call = await chain.prepare({ model, history: [...history], question: asked, strategy });
    const cost: TurnCost = { condense: NOTHING, answer: NOTHING };
    const condensed = await costOf(server, async () => {
      const result = await chain.condense(call);
      cost.condense = { milliseconds: result.usage?.promptEvalDuration ?? 0 };
      return result;
    });
    cost.condense = { ...cost.condense, tokens: condensed.tokens };
    const prompt = chain.prompt(call, condensed.result);
    const answer = await costOf(server, async () => {
      let milliseconds = 0;
      for await (const part of chain.answer(call, prompt)) {
        milliseconds += part.done?.usage?.promptEvalDuration ?? 0;
      }
      return milliseconds;
    });
    cost.answer = { milliseconds: answer.result, tokens: answer.tokens };
    costs.set(turn, cost);
    history.push({ user: prompt.text, assistant: ANSWER });
  }
  return costs;
}

/** Limits generation, which is not measured here. A condense call generates the whole rewrite. */
function withBriefReplies(source: ChatSource, rewrite: () => string): ChatSource {
  return {
    async *chat(body, signal) {
      const isAnswer = body.options?.num_predict === body.options?.num_ctx;
      const brief = { ...body, options: { ...body.options, num_predict: 1 } };
      for await (const batch of source.chat(brief, signal)) {
        if (isAnswer || batch.done === undefined)
          yield isAnswer ? batch : { ...batch, content: '' };
        else yield { ...batch, content: rewrite(), done: { ...batch.done, reason: 'stop' } };
      }
    },
  };
}

async function costOf<Result>({ evaluatedTokens }: EvaluatedServer, work: () => Promise<Result>) {
  const before = await evaluatedTokens();
  const result = await work();
  const after = await evaluatedTokens();
  const tokens = before === undefined || after === undefined ? undefined : after - before;
  return { result, tokens };
}
