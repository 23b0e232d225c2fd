import type { HistoryTurn } from '@condenser/sidecar/chat/chain/chainRequest.ts';
import { HistoryAwareChain } from '@condenser/sidecar/chat/chain/historyAwareChain.ts';
import { ContextWindows } from '@condenser/sidecar/models/contextWindows.ts';
import { ModelCatalogue } from '@condenser/sidecar/models/modelCatalogue.ts';
import type { ChatSource } from '@condenser/sidecar/models/ollama/ollamaChatModel.ts';
import { olderOllama } from '../provision/ollama.ts';
import { locateRealOllama, startRealOllama, wireModel } from '../real/realOllama.ts';
import { ollamaClient } from './ollamaClient.ts';

/** The prompt evaluation of one turn: shared prefix compared to pasted history. */
export interface PrefixFigures {
  readonly turns: number;
  readonly sharedMs: number;
  readonly pastedMs: number;
  readonly ratio: number;
}

const TURNS = 10;
/** Large enough for the whole conversation, since growing and truncation are not measured here. */
const WINDOW = 8192;
const ANSWER =
  'A queue keeps its elements in the order in which they came. The element that has waited for ' +
  'the longest time leaves first, so a queue is fair. It is often built as a ring in an array, ' +
  'with one index for the head and one for the tail; both wrap around at the end of the array. ' +
  'Adding and removing take constant time, as long as the array does not have to grow. When it ' +
  'does, the elements are copied into a larger one, which costs linear time once in a while, and ' +
  'is still constant on average. Locks or atomic operations make it safe between several threads.';

/**
 * The prompt evaluation time of all calls at the tenth follow-up, as reported by Ollama: with the
 * requests of the chain, and with the history pasted into two templates, one to condense, one to answer.
 *
 * Uses an Ollama that caches one prompt; current versions cache several.
 *
 * @returns undefined if that Ollama is missing.
 */
export async function measurePrefix(): Promise<PrefixFigures | undefined> {
  if ((await locateRealOllama(olderOllama)) === undefined) return undefined;
  const sharedMs = await shared();
  const pastedMs = await pasted();
  return { turns: TURNS, sharedMs, pastedMs, ratio: pastedMs / sharedMs };
}

/** The calls of the chain, turn by turn, with generation limited to one token. */
async function shared(): Promise<number> {
  return withOllama(async (source, catalogue, windows) => {
    const settings = () => ({ answerLanguage: 'auto' });
    const keepsSeveralPrompts = async () => false;
    const chain = new HistoryAwareChain({
      source,
      catalogue,
      windows,
      settings,
      keepsSeveralPrompts,
    });
    await windows.windowFor(wireModel, WINDOW);
    let cost = 0;
    for (let turns = 1; turns <= TURNS; turns += 1) {
      const call = await chain.prepare({
        model: wireModel,
        history: history(turns),
        question: question(turns),
        strategy: 'condense+history',
      });
      const condensed = await chain.condense(call);
      cost = condensed.usage?.promptEvalDuration ?? 0;
      for await (const part of chain.answer(call, chain.prompt(call, condensed))) {
        cost += part.done?.usage?.promptEvalDuration ?? 0;
      }
    }
    return cost;
  });
}

/** The common way: the history pasted into two different templates. */
async function pasted(): Promise<number> {
  return withOllama(async (source) => {
    let cost = 0;
    for (let turns = 1; turns <= TURNS; turns += 1) {
      const said = history(turns).map(({ user, assistant }) => `Human: ${user}\nAI: ${assistant}`);
      const condense = `Given this conversation, rephrase the follow-up.\n${said.join('\n')}\n`;
      const answer = `Answer by means of this conversation.\n${said.join('\n')}\n`;
      cost = await evaluate(source, `${condense}Follow-up: ${question(turns)}`);
      cost += await evaluate(source, `${answer}Question: ${question(turns)}`);
    }
    return cost;
  });
}

async function evaluate(source: ChatSource, content: string): Promise<number> {
  const messages = [{ role: 'user' as const, content }];
  let cost = 0;
  for await (const batch of source.chat({
    model: wireModel,
    messages,
    options: { num_ctx: WINDOW },
  })) {
    cost += batch.done?.usage?.promptEvalDuration ?? 0;
  }
  return cost;
}

async function withOllama(
  measure: (
    source: ChatSource,
    catalogue: ModelCatalogue,
    windows: ContextWindows,
  ) => Promise<number>,
): Promise<number> {
  const ollama = await startRealOllama({ server: olderOllama });
  const server = ollamaClient(ollama.host);
  const catalogue = new ModelCatalogue(server, () => performance.now());
  const windows = new ContextWindows(catalogue, () => WINDOW);
  const source: ChatSource = {
    chat: (body, signal) =>
      server.chat({ ...body, options: { ...body.options, num_predict: 1 } }, signal),
  };
  try {
    return await measure(source, catalogue, windows);
  } finally {
    await server.close();
    await ollama.stop();
  }
}

function history(turns: number): HistoryTurn[] {
  return Array.from({ length: turns }, (_, index) => ({
    user: question(index),
    assistant: ANSWER,
  }));
}

function question(turn: number): string {
  return `And how does number ${turn} of those behave when many threads use it?`;
}
