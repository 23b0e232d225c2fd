import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Settings } from '@condenser/protocol';
import { Application } from '@condenser/sidecar/app/application.ts';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import type { Turn } from '@condenser/sidecar/store/conversation.ts';
import { ConversationStore } from '@condenser/sidecar/store/conversationStore.ts';
import { Random } from '../unit/random.ts';

const logger = createLogger(
  (line) => process.stderr.write(line),
  () => 'error',
  () => new Date(),
);

/** Runs `work` in a temporary folder. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'condenser-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The store of a data folder, as a sidecar has it. */
export function openStore(dataFolder: string): ConversationStore {
  return new ConversationStore({
    folder: join(dataFolder, 'conversations'),
    process: { id: process.pid, host: hostname() },
    newId: randomUUID,
    clock: () => new Date(),
    logger,
  });
}

/** The chat module on a data folder, without a model. */
export function openApplication(dataFolder: string): Application {
  return new Application({
    version: '0.0.0',
    settings: Settings.parse({ ollamaHost: '127.0.0.1:9' }),
    proxy: {},
    locale: 'en',
    dataFolder,
    process: { id: process.pid, host: hostname(), bootedAt: new Date(0), isAlive: () => false },
    logger,
    setLogLevel: () => undefined,
    clock: () => new Date(),
    newId: randomUUID,
  });
}

/** A finished turn of a hundred words. */
export function turnAfter(parentTurnId: string | null, words: () => string): Turn {
  const text = (count: number) => Array.from({ length: count }, words).join(' ');
  return {
    turnId: randomUUID(),
    clientTurnId: randomUUID(),
    parentTurnId,
    createdAt: new Date().toISOString(),
    text: text(20),
    context: [],
    strategy: 'condense+history',
    model: 'fake:latest',
    answer: text(80),
    thinking: '',
    notices: [],
    stopReason: 'complete',
    endedAt: new Date().toISOString(),
  };
}

/** A conversation with one turn less than the given number. */
export async function conversationOf(
  store: ConversationStore,
  turns: number,
  words: () => string,
  answer?: (words: () => string) => string,
) {
  const head = { conversationId: randomUUID(), createdAt: new Date().toISOString() };
  const conversation = store.create(head);
  for (let number = 1; number < turns; number += 1) {
    const turn = turnAfter(conversation.lastTurnId, words);
    await store.addFinished(conversation, [answer ? { ...turn, answer: answer(words) } : turn]);
  }
  return conversation;
}

/** Words of a vocabulary with few frequent and many rare words, the same in each run. */
export function vocabulary(): () => string {
  const random = new Random(7);
  return () => wordOfRank(Math.floor(20_000 * random.next() ** 3));
}

/** The word of a frequency rank, made of syllables so that it is a single word. */
export function wordOfRank(rank: number): string {
  const syllable = `${'bdfgklmnprstvz'[rank % 14]}${'aeiou'[Math.floor(rank / 14) % 5]}`;
  return rank < 70 ? syllable : `${syllable}${wordOfRank(Math.floor(rank / 70) - 1)}`;
}

/** Conversations of one turn of a hundred words each. */
export async function writeConversations(dataFolder: string, count: number): Promise<void> {
  const words = vocabulary();
  const store = openStore(dataFolder);
  const folder = join(dataFolder, 'conversations');
  mkdirSync(folder, { recursive: true });
  const conversationId = randomUUID();
  const conversation = store.create({ conversationId, createdAt: new Date().toISOString() });
  const pattern = turnAfter(null, words);
  await store.addFinished(conversation, [pattern]);
  const file = readFileSync(join(folder, `${conversationId}.jsonl`), 'utf8');
  for (let number = 1; number < count; number += 1) {
    const other = turnAfter(null, words);
    const id = randomUUID();
    const text = [
      [conversationId, id],
      [pattern.turnId, other.turnId],
      [pattern.clientTurnId, other.clientTurnId],
      [pattern.text, other.text],
      [pattern.answer, other.answer],
    ].reduce((changed, [from = '', to = '']) => changed.replaceAll(from, to), file);
    writeFileSync(join(folder, `${id}.jsonl`), text);
  }
}
