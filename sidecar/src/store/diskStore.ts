import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { Conversation, ConversationHead, Turn, TurnProcess } from './conversation.ts';
import { ConversationFile } from './conversationFile.ts';
import type { ConversationChanges, ConversationStore } from './conversationStore.ts';
import type { AskedRecord, StoredRecord } from './records.ts';
import { isMissing } from './regularFile.ts';
import { headerOf, StoredConversation } from './storedConversation.ts';
import { endOf, TurnLog } from './turnLog.ts';

/** What the store needs from outside. */
export interface DiskStoreOptions {
  /** The folder of the conversations; made when the first one is kept. */
  readonly folder: string;
  readonly process: TurnProcess;
  readonly newId: () => string;
  readonly clock: () => Date;
  readonly logger: Logger;
}

const ENDING = '.jsonl';
/** So many conversations stay in memory when nothing runs in them. */
const KEPT_IN_MEMORY = 12;
const FILE_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl$/;

/** Whose file it is; undefined for a file of another kind. */
export function idOf(fileName: string): string | undefined {
  return FILE_NAME.test(fileName) ? fileName.slice(0, -ENDING.length) : undefined;
}

/** Conversations in files: one each, append-only, shared with other processes. */
export class DiskStore implements ConversationStore {
  readonly writer: string;
  private readonly options: DiskStoreOptions;
  /** In the order in which they were used last. */
  private readonly loaded = new Map<string, StoredConversation>();
  private readonly running = new Map<string, { log: TurnLog; conversationId: string }>();
  /** Whether the disk refused the last write. */
  private refusing = false;

  constructor(options: DiskStoreOptions) {
    this.options = options;
    this.writer = options.newId().slice(0, 8);
  }

  create(head: ConversationHead): Conversation {
    const stored = this.open(head.conversationId);
    stored.begin(head);
    return stored.conversation;
  }

  async get(conversationId: string): Promise<Conversation | undefined> {
    const stored = this.loaded.get(conversationId) ?? this.open(conversationId);
    if (!(await stored.catchUp())) {
      this.loaded.delete(conversationId);
      return undefined;
    }
    this.touch(conversationId, stored);
    return stored.conversation;
  }

  /**
   * The conversation, and whether another process has changed it since this was asked last. One
   * that is not in memory is not kept there, and counts as changed.
   */
  async look(
    conversationId: string,
  ): Promise<{ conversation: Conversation; foreign: boolean } | undefined> {
    const known = this.loaded.get(conversationId);
    const stored = known ?? this.stored(conversationId);
    if (!(await stored.catchUp())) return undefined;
    const foreign = stored.takeForeign() || known === undefined;
    return { conversation: stored.conversation, foreign };
  }

  /** The ids of all conversations, in no order. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.options.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      // That nothing can be seen does not mean that nothing is there.
      throw error;
    });
    return names.flatMap((name) => idOf(name) ?? []);
  }

  file(conversationId: string): ConversationFile {
    return new ConversationFile(join(this.options.folder, conversationId + ENDING));
  }

  async saveQuestion(conversation: Conversation, turn: Turn): Promise<void> {
    const { conversationId } = conversation;
    const { answer: _answer, thinking: _thinking, notices: _notices, ...asked } = turn;
    conversation.turns.set(turn.turnId, turn);
    const record: AskedRecord = {
      type: 'asked',
      writer: this.writer,
      ...asked,
      context: [...turn.context],
      process: this.options.process,
    };
    const append = (line: StoredRecord, durable: boolean) =>
      this.append(conversationId, line, durable);
    const log = new TurnLog(turn, this.writer, append);
    this.running.set(turn.turnId, { log, conversationId });
    await append(record, true);
  }

  async grew(turn: Turn): Promise<void> {
    await this.running.get(turn.turnId)?.log.grew();
  }

  async saveAnswer(_conversation: Conversation, turn: Turn): Promise<void> {
    const running = this.running.get(turn.turnId);
    if (running === undefined) return;
    turn.endedAt = this.now();
    try {
      await running.log.ended(turn.endedAt);
    } finally {
      this.running.delete(turn.turnId);
      this.forgetOldest();
    }
  }

  async change(conversation: Conversation, changes: ConversationChanges): Promise<void> {
    const { conversationId } = conversation;
    await this.appendOrRefuse(conversationId, [this.changed(changes)]);
  }

  /**
   * Adds turns that are over, as they were said elsewhere; a conversation that is not here is made.
   *
   * @returns what takes them back.
   * @throws `notSaved`; none of them is kept then.
   */
  async addEnded(
    head: ConversationHead,
    turns: readonly Turn[],
    changes?: ConversationChanges,
  ): Promise<() => Promise<void>> {
    const { conversationId } = head;
    const isNew = (await this.get(conversationId)) === undefined;
    const records = turns.flatMap((turn) => recordsOf(turn, this.writer));
    const undo = await this.appendOrRefuse(conversationId, [
      ...(isNew ? [headerOf(head, this.writer)] : []),
      ...records,
      ...(changes === undefined ? [] : [this.changed(changes)]),
    ]);
    return async () => {
      await undo();
      this.loaded.delete(conversationId);
    };
  }

  /**
   * Whether {@link erase} would be refused, as far as that can be known before.
   *
   * @throws `notSaved`
   */
  requireErasable(conversationId: string): Promise<void> {
    return this.file(conversationId).requireErasable();
  }

  /** Takes a conversation off the disk for good. */
  async erase(conversationId: string): Promise<void> {
    await this.file(conversationId).erase();
    this.loaded.delete(conversationId);
  }

  /** Appends what is tried again when it is refused. */
  private async append(
    conversationId: string,
    record: StoredRecord,
    durable: boolean,
  ): Promise<void> {
    const stored = this.loaded.get(conversationId) ?? this.open(conversationId);
    await this.noting(() => stored.append(record, { durable }));
  }

  /** Appends what a request asks for: it is on the disk, or it never was. */
  private async appendOrRefuse(
    conversationId: string,
    records: readonly StoredRecord[],
  ): Promise<() => Promise<void>> {
    const known = this.loaded.get(conversationId);
    const stored = known ?? this.stored(conversationId);
    if (!known) await stored.catchUp();
    const undo = await this.noting(() => stored.appendOrRefuse(records));
    this.touch(conversationId, stored);
    return undo;
  }

  /** Says once that the disk refuses, and once that it takes again. */
  private async noting<Result>(work: () => Promise<Result>): Promise<Result> {
    const { logger } = this.options;
    try {
      const result = await work();
      if (this.refusing) logger.warn('Conversations are saved again');
      this.refusing = false;
      return result;
    } catch (error) {
      if (!this.refusing) logger.warn(`Conversations are not saved: ${messageOf(error)}`);
      this.refusing = true;
      throw error;
    }
  }

  private changed(changes: ConversationChanges): StoredRecord {
    return { type: 'changed', writer: this.writer, changedAt: this.now(), ...changes };
  }

  private open(conversationId: string): StoredConversation {
    const stored = this.stored(conversationId);
    this.touch(conversationId, stored);
    return stored;
  }

  private stored(conversationId: string): StoredConversation {
    const { writer } = this;
    const { logger } = this.options;
    return new StoredConversation({
      file: this.file(conversationId),
      conversationId,
      writer,
      logger,
    });
  }

  private touch(conversationId: string, stored: StoredConversation): void {
    this.loaded.delete(conversationId);
    this.loaded.set(conversationId, stored);
    this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const [conversationId, stored] of this.loaded) {
      if (this.loaded.size <= KEPT_IN_MEMORY) return;
      const needed = this.runsIn(conversationId) || stored.hasUnsaved;
      if (!needed) this.loaded.delete(conversationId);
    }
  }

  private runsIn(conversationId: string): boolean {
    return [...this.running.values()].some((turn) => turn.conversationId === conversationId);
  }

  private now(): string {
    return this.options.clock().toISOString();
  }
}

/** The records of a turn that is over. */
function recordsOf(turn: Turn, writer: string): StoredRecord[] {
  const { text, context, strategy, turnId, clientTurnId, parentTurnId, createdAt } = turn;
  const asked = { turnId, clientTurnId, parentTurnId, createdAt, text, strategy };
  return [
    { type: 'asked', writer, ...asked, context: [...context] },
    endOf(turn, writer, turn.endedAt ?? createdAt),
  ];
}
