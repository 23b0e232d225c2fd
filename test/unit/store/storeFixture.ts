import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@condenser/sidecar/logging/logger.ts';
import type { Turn } from '@condenser/sidecar/store/conversation.ts';
import { ConversationStore } from '@condenser/sidecar/store/conversationStore.ts';
import { onTestFinished } from 'vitest';

export const clock = () => new Date('2026-11-24T12:00:00.000Z');

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'condenser-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A store, as one process has it, and what it logs. */
export function openStore(folder: string): { store: ConversationStore; log: string[] } {
  const log: string[] = [];
  const logger = createLogger(
    (line) => log.push(line),
    () => 'warn',
    clock,
  );
  const process = { id: 1, host: 'here' };
  return {
    store: new ConversationStore({ folder, process, newId: randomUUID, clock, logger }),
    log,
  };
}

/** A turn without an answer. */
export function question(text: string, parentTurnId: string | null = null): Turn {
  return {
    turnId: randomUUID(),
    clientTurnId: randomUUID(),
    parentTurnId,
    createdAt: clock().toISOString(),
    text,
    context: [],
    strategy: 'history',
    answer: '',
    thinking: '',
    notices: [],
  };
}

/** Saves a conversation of these questions and answers, and returns its id. */
export async function keep(
  store: ConversationStore,
  exchanges: readonly (readonly [question: string, answer: string])[],
): Promise<string> {
  const conversationId = randomUUID();
  const conversation = store.create({ conversationId, createdAt: clock().toISOString() });
  for (const [text, answer] of exchanges) {
    const turn = question(text, conversation.lastTurnId);
    await store.saveQuestion(conversation, turn);
    turn.answer = answer;
    turn.stopReason = 'complete';
    await store.saveAnswer(turn);
  }
  return conversationId;
}
