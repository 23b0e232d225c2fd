import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { historyBefore } from '@condenser/sidecar/chat/promptHistory.ts';
import type { Conversation } from '@condenser/sidecar/store/conversation.ts';
import type { ConversationStore } from '@condenser/sidecar/store/conversationStore.ts';
import { interleaved, type Measured, summarize } from './statistics.ts';
import {
  conversationOf,
  inFolder,
  openApplication,
  openStore,
  turnAfter,
  vocabulary,
  wordOfRank,
  writeConversations,
} from './storeScene.ts';

/** The cost of the store with few and with many conversations. */
export interface StoreFigures {
  readonly append: AppendFigures;
  readonly list: { readonly conversations: number; missingIndexMs: number; indexMs: number };
  readonly search: SearchFigures;
}

/** Saving one more turn, in a short and in a long conversation. */
interface AppendFigures {
  readonly turns: readonly [few: number, many: number];
  readonly fewMs: Measured;
  readonly manyMs: Measured;
  readonly timeRatio: number;
  readonly fewBytes: Measured;
  readonly manyBytes: Measured;
  readonly bytesRatio: number;
  /** Collecting the history for the model, in memory. */
  readonly manyHistoryMs: Measured;
  /** Reading the long conversation for the first time. */
  readonly manyOpenMs: number;
}

interface SearchFigures {
  readonly words: number;
  readonly firstMs: number;
  readonly laterMs: Measured;
  /** The longest time that the first search blocked everything else. */
  readonly maxBlockMs: number;
}

const FEW = 10;
const MANY = 10_000;
const WORDS_PER_CONVERSATION = 100;
const ROUNDS = 101;
const SEARCHES = 21;
/** Words that are in a few hundred turns each. */
const QUERY = `${wordOfRank(40)} ${wordOfRank(300)}`;

/** Measures appending to a short and a long conversation, and listing and searching many. */
export async function measureStore(): Promise<StoreFigures> {
  const append = await inFolder(measureAppend);
  return inFolder(async (folder) => {
    await writeConversations(folder, MANY);
    return { append, list: await measureList(folder), search: await measureSearch(folder) };
  });
}

async function measureAppend(folder: string): Promise<AppendFigures> {
  const words = vocabulary();
  const store = openStore(folder);
  const many = await conversationOf(store, MANY, words);
  const bytes = { few: [] as number[], many: [] as number[] };
  const appended = await interleaved(ROUNDS, {
    few: async () => {
      const few = await conversationOf(store, FEW - 1, words);
      // Earlier data must not be part of this write.
      await appendTurn(store, few, words, []);
      return appendTurn(store, few, words, bytes.few);
    },
    many: () => appendTurn(store, many, words, bytes.many),
    manyHistory: async () =>
      timeOf(() => void historyBefore(many, turnAfter(many.lastTurnId, words))),
  });
  const [fewMs, manyMs] = [summarize(appended.few), summarize(appended.many)];
  const [fewBytes, manyBytes] = [summarize(bytes.few), summarize(bytes.many)];
  return {
    turns: [FEW, MANY],
    fewMs,
    manyMs,
    timeRatio: manyMs.median / fewMs.median,
    fewBytes,
    manyBytes,
    bytesRatio: manyBytes.median / fewBytes.median,
    manyHistoryMs: summarize(appended.manyHistory),
    manyOpenMs: await timeOf(() => openStore(folder).get(many.conversationId)),
  };
}

/** Saves one turn like `chat/send`. */
async function appendTurn(
  store: ConversationStore,
  conversation: Conversation,
  words: () => string,
  bytes: number[],
): Promise<number> {
  const { path } = store.file(conversation.conversationId);
  const before = statSync(path).size;
  const turn = turnAfter(conversation.lastTurnId, words);
  const milliseconds = await timeOf(async () => {
    await store.get(conversation.conversationId);
    await store.saveQuestion(conversation, turn);
    await store.saveAnswer(turn);
  });
  bytes.push(statSync(path).size - before);
  return milliseconds;
}

/** The first page of all conversations in a new process. */
async function measureList(folder: string): Promise<StoreFigures['list']> {
  rmSync(join(folder, 'index.json'), { force: true });
  const missingIndexMs = await openList(folder);
  return { conversations: MANY, missingIndexMs, indexMs: await openList(folder) };
}

async function openList(folder: string): Promise<number> {
  const application = openApplication(folder);
  const milliseconds = await timeOf(async () => {
    const page = await application.chat.conversations.list({ deleted: false, limit: 50 });
    if (page.conversations.length !== 50) throw new Error('the list is not complete');
  });
  await application.close();
  return milliseconds;
}

async function measureSearch(folder: string): Promise<SearchFigures> {
  const application = openApplication(folder);
  const { conversations } = application.chat;
  const search = async () => {
    const hits = await conversations.search(QUERY, undefined, 50);
    if (hits.length === 0) throw new Error('nothing was found');
  };
  const blocks = monitorEventLoopDelay({ resolution: 1 });
  blocks.enable();
  const firstMs = await timeOf(search);
  blocks.disable();
  const later: number[] = [];
  for (let round = 0; round < SEARCHES; round += 1) later.push(await timeOf(search));
  await application.close();
  const words = MANY * WORDS_PER_CONVERSATION;
  return { words, firstMs, laterMs: summarize(later), maxBlockMs: blocks.max / 1e6 };
}

async function timeOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
