import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { Conversation, ConversationChanges, ConversationHead, Turn } from './conversation.ts';
import { ConversationFile } from './conversationFile.ts';
import type { StoredRecord, TurnProcess } from './records.ts';
import { isMissing } from './regularFile.ts';
import { headerRecord, StoredConversation } from './storedConversation.ts';
import { type AppendRecord, TurnWriter } from './turnWriter.ts';

/** What the store needs from its owner. */
export interface ConversationStoreOptions {
  /** The folder of the conversations; created with the first one. */
  readonly folder: string;
  /** This process, as the turns that it answers name it. */
  readonly process: TurnProcess;
  readonly newId: () => string;
  readonly clock: () => Date;
  readonly logger: Logger;
}

const EXTENSION = '.jsonl';
const FILE_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jsonl$/;
/** How many conversations without a running turn stay in memory. */
const MAX_IDLE_IN_MEMORY = 12;

/** The id of the conversation in a file of this name; undefined for other files. */
export function conversationIdOf(fileName: string): string | undefined {
  return FILE_NAME.test(fileName) ? fileName.slice(0, -EXTENSION.length) : undefined;
}

/**
 * Conversations on disk, one append-only file each, in a folder that processes may share. When a
 * write resolves, its data is kept.
 */
export class ConversationStore {
  readonly writer: string;
  private readonly options: ConversationStoreOptions;
  /** In memory, least recently used first. */
  private readonly loaded = new Map<string, StoredConversation>();
  private readonly running = new Map<string, { writer: TurnWriter; conversationId: string }>();
  /** Whether the disk has refused the last write. */
  private isRefusing = false;

  constructor(options: ConversationStoreOptions) {
    this.options = options;
    this.writer = options.newId().slice(0, 8);
  }

  /** A new conversation. Its file is created with its first question. */
  create(head: ConversationHead): Conversation {
    const stored = this.open(head.conversationId);
    stored.begin(head);
    return stored.conversation;
  }

  /** The conversation as it is now, whichever process has changed it last. */
  async get(conversationId: string): Promise<Conversation | undefined> {
    const stored = this.loaded.get(conversationId) ?? this.open(conversationId);
    if (!(await stored.catchUp())) {
      this.loaded.delete(conversationId);
      return undefined;
    }
    this.touch(conversationId, stored);
    return stored.conversation;
  }

  /** The same as {@link get}, but without keeping the conversation in memory. */
  async peek(conversationId: string): Promise<Conversation | undefined> {
    const stored = this.loaded.get(conversationId) ?? this.stored(conversationId);
    return (await stored.catchUp()) ? stored.conversation : undefined;
  }

  /**
   * The same as {@link peek}, and whether another process has changed the conversation since the
   * last call. One that is not in memory counts as changed.
   */
  async checkForChange(
    conversationId: string,
  ): Promise<{ conversation: Conversation; changedElsewhere: boolean } | undefined> {
    const loaded = this.loaded.get(conversationId);
    const stored = loaded ?? this.stored(conversationId);
    if (!(await stored.catchUp())) return undefined;
    const changedElsewhere = stored.consumeForeignChange() || loaded === undefined;
    return { conversation: stored.conversation, changedElsewhere };
  }

  /** The ids of all conversations, in no order. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.options.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      // A folder that cannot be read need not be empty.
      throw error;
    });
    return names.flatMap((name) => conversationIdOf(name) ?? []);
  }

  file(conversationId: string): ConversationFile {
    return new ConversationFile(join(this.options.folder, conversationId + EXTENSION));
  }

  /**
   * Saves a new turn. To be called before any model is.
   *
   * @throws `notSaved`; the turn stays in the conversation and is written with the next record.
   */
  async saveQuestion(conversation: Conversation, turn: Turn): Promise<void> {
    const { conversationId } = conversation;
    turn.process = this.options.process;
    conversation.turns.set(turn.turnId, turn);
    const append: AppendRecord = (record, durable) => this.append(conversationId, record, durable);
    const writer = new TurnWriter(turn, this.writer, append);
    this.running.set(turn.turnId, { writer, conversationId });
    await append(this.turnStarted(turn), true);
  }

  /** Saves soon what a running turn has gained. Wait for it before telling clients. */
  async saveProgress(turn: Turn): Promise<void> {
    await this.running.get(turn.turnId)?.writer.saveProgress();
  }

  /**
   * Saves a finished turn. To be called before clients learn that it has finished.
   *
   * @throws `notSaved`
   */
  async saveAnswer(turn: Turn): Promise<void> {
    const running = this.running.get(turn.turnId);
    if (running === undefined) return;
    turn.endedAt = this.now();
    try {
      await running.writer.finish(turn.endedAt);
    } finally {
      this.running.delete(turn.turnId);
      this.evictIdle();
    }
  }

  /** @throws `notSaved`; then nothing has changed, and nothing is written later. */
  async change({ conversationId }: Conversation, changes: ConversationChanges): Promise<void> {
    await this.appendOrRefuse(conversationId, [this.changed(changes)]);
  }

  /**
   * Adds finished turns from elsewhere, and the conversation if it does not exist.
   *
   * @returns a function that takes them back.
   * @throws `notSaved`; then none of them was added.
   */
  async addFinished(
    head: ConversationHead,
    turns: readonly Turn[],
    changes?: ConversationChanges,
  ): Promise<() => Promise<void>> {
    const { conversationId } = head;
    const isNew = (await this.get(conversationId)) === undefined;
    const undo = await this.appendOrRefuse(conversationId, [
      ...(isNew ? [headerRecord(head, this.writer)] : []),
      ...turns.flatMap((turn) => this.finishedTurn(turn)),
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

  /** Deletes a conversation permanently. */
  async erase(conversationId: string): Promise<void> {
    await this.file(conversationId).erase();
    this.loaded.delete(conversationId);
  }

  /** Appends a record. If the disk refuses it, it is retried with the next one. */
  private async append(
    conversationId: string,
    record: StoredRecord,
    durable: boolean,
  ): Promise<void> {
    const stored = this.loaded.get(conversationId) ?? this.open(conversationId);
    await this.logRefusals(() => stored.append(record, { durable }));
  }

  /** Appends what a request asks for: now, or never. */
  private async appendOrRefuse(
    conversationId: string,
    records: readonly StoredRecord[],
  ): Promise<() => Promise<void>> {
    const loaded = this.loaded.get(conversationId);
    const stored = loaded ?? this.stored(conversationId);
    if (!loaded) await stored.catchUp();
    const undo = await this.logRefusals(() => stored.appendOrRefuse(records));
    this.touch(conversationId, stored);
    return undo;
  }

  /** Logs once that the disk refuses writes, and once that it accepts them again. */
  private async logRefusals<Result>(write: () => Promise<Result>): Promise<Result> {
    const { logger } = this.options;
    try {
      const result = await write();
      if (this.isRefusing) logger.warn('Conversations are saved again');
      this.isRefusing = false;
      return result;
    } catch (error) {
      if (!this.isRefusing) logger.warn(`Conversations are not saved: ${messageOf(error)}`);
      this.isRefusing = true;
      throw error;
    }
  }

  private turnStarted(turn: Turn): StoredRecord {
    return { ...turn, type: 'turnStarted', writer: this.writer };
  }

  private finishedTurn(turn: Turn): StoredRecord[] {
    const writer = new TurnWriter(turn, this.writer, () => Promise.resolve());
    return [this.turnStarted(turn), writer.finishedRecord(turn.endedAt ?? turn.createdAt)];
  }

  private changed(changes: ConversationChanges): StoredRecord {
    return {
      type: 'conversationChanged',
      writer: this.writer,
      changedAt: this.now(),
      ...changes,
    };
  }

  private open(conversationId: string): StoredConversation {
    const stored = this.stored(conversationId);
    this.touch(conversationId, stored);
    return stored;
  }

  private stored(conversationId: string): StoredConversation {
    const { writer } = this;
    const { logger } = this.options;
    const file = this.file(conversationId);
    return new StoredConversation({ file, conversationId, writer, logger });
  }

  private touch(conversationId: string, stored: StoredConversation): void {
    this.loaded.delete(conversationId);
    this.loaded.set(conversationId, stored);
    this.evictIdle();
  }

  private evictIdle(): void {
    for (const [conversationId, stored] of this.loaded) {
      if (this.loaded.size <= MAX_IDLE_IN_MEMORY) return;
      const isNeeded = this.runsIn(conversationId) || stored.hasUnsaved;
      if (!isNeeded) this.loaded.delete(conversationId);
    }
  }

  private runsIn(conversationId: string): boolean {
    return [...this.running.values()].some((turn) => turn.conversationId === conversationId);
  }

  private now(): string {
    return this.options.clock().toISOString();
  }
}
