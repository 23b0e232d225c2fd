import type { HistoryTurn } from '@condenser/sidecar/chain/chainRequest.ts';
import { HistoryAwareChain } from '@condenser/sidecar/chain/historyAwareChain.ts';
import { ContextWindows } from '@condenser/sidecar/model/contextWindows.ts';
import type { ModelCatalogue } from '@condenser/sidecar/model/modelCatalogue.ts';
import type { ChatSource } from '@condenser/sidecar/model/ollamaChatModel.ts';

/** Prompt evaluation of one turn, in milliseconds as the server reports it. */
export interface EvaluationFigures {
  readonly turns: number;
  readonly condense: number;
  readonly answer: number;
  /** The answer of the same turn in a conversation without a condense call. */
  readonly answerAlone: number;
}

const SAMPLED = [2, 6, 10];
const WINDOW = 8192;
const ANSWER =
  'A queue keeps its elements in the order in which they came. The element that has waited for ' +
  'the longest time leaves first, so a queue is fair. It is often built as a ring in an array, ' +
  'with one index for the head and one for the tail; both wrap around at the end of the array. ' +
  'Adding and removing take constant time, as long as the array does not have to grow.';

/** A server that is running, and how the chain sees it. */
export interface EvaluatedServer {
  readonly source: ChatSource;
  readonly catalogue: ModelCatalogue;
  readonly model: string;
  readonly keepsSeveralPrompts: boolean;
}

/** Leads a conversation of ten turns twice, with the condense call and without, on one server. */
export async function measureEvaluation(server: EvaluatedServer): Promise<EvaluationFigures[]> {
  const both = await lead(server, 'condense+history', 'queue');
  const alone = await lead(server, 'history', 'ring');
  return SAMPLED.map((turns) => ({
    turns,
    condense: both.get(turns)?.condense ?? 0,
    answer: both.get(turns)?.answer ?? 0,
    answerAlone: alone.get(turns)?.answer ?? 0,
  }));
}

async function lead(
  { source, catalogue, model, keepsSeveralPrompts }: EvaluatedServer,
  strategy: 'condense+history' | 'history',
  topic: string,
): Promise<Map<number, { condense: number; answer: number }>> {
  const windows = new ContextWindows(catalogue, () => WINDOW);
  await windows.windowFor(model, WINDOW);
  // Generation costs nothing that is measured here.
  const brief: ChatSource = {
    chat: (body, signal) =>
      source.chat({ ...body, options: { ...body.options, num_predict: 1 } }, signal),
  };
  const chain = new HistoryAwareChain({
    source: brief,
    catalogue,
    windows,
    settings: () => ({ answerLanguage: 'auto' }),
    keepsSeveralPrompts: async () => keepsSeveralPrompts,
  });
  const history: HistoryTurn[] = [];
  const costs = new Map<number, { condense: number; answer: number }>();
  for (let turn = 1; turn <= Math.max(...SAMPLED); turn += 1) {
    const question = `Is number ${turn} of those ways to build a ${topic} safe with many threads?`;
    const call = await chain.prepare({ model, history: [...history], question, strategy });
    const condensed = await chain.condense(call);
    let answer = 0;
    for await (const part of chain.answer(call, chain.prompt(call, condensed))) {
      answer += part.done?.usage?.promptEvalDuration ?? 0;
    }
    costs.set(turn, { condense: condensed.usage?.promptEvalDuration ?? 0, answer });
    history.push({ user: question, assistant: ANSWER });
  }
  return costs;
}
