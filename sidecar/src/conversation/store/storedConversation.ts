import { NotSavedError } from '../../errors/index.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Conversation, ConversationHead } from '../conversation.ts';
import { applyRecord, emptyConversation } from './applyRecord.ts';
import type { ConversationFile } from './conversationFile.ts';
import { readRecords } from './recordReader.ts';
import { FORMAT, FORMAT_VERSION, type StoredRecord, toLine } from './records.ts';

/** What stands behind one conversation in memory. */
export interface StoredConversationOptions {
  readonly file: ConversationFile;
  readonly conversationId: string;
  /** The name of this process in the file. */
  readonly writer: string;
  readonly logger: Logger;
}

/**
 * One conversation in memory and its file. Everything that touches the file goes one after the
 * other; what other processes append is read when {@link catchUp} is called.
 */
export class StoredConversation {
  readonly conversation: Conversation;
  private readonly options: StoredConversationOptions;
  private queue: Promise<unknown> = Promise.resolve();
  /** Lines that are not in the file yet, oldest first: the disk refused them. */
  private readonly unsaved: string[] = [];
  private read = { upTo: 0, inode: 0 };
  private exists = false;
  private foreign = false;
  private version = FORMAT_VERSION;

  constructor(options: StoredConversationOptions) {
    this.options = options;
    this.conversation = emptyConversation(options.conversationId);
  }

  /** Begins a file with a header. Nothing is written before the first {@link append}. */
  begin(head: ConversationHead): void {
    const header: StoredRecord = {
      type: 'header',
      format: FORMAT,
      version: FORMAT_VERSION,
      writer: this.options.writer,
      ...head,
    };
    applyRecord(this.conversation, header);
    this.unsaved.push(toLine(header));
  }

  /** Whether it is in a file, or is still to be. */
  get isKnown(): boolean {
    return this.exists || this.unsaved.length > 0;
  }

  /** Whether there is something that the disk has refused so far. */
  get hasUnsaved(): boolean {
    return this.unsaved.length > 0;
  }

  /** Whether another process has changed anything since this was asked last. */
  takeForeign(): boolean {
    const { foreign } = this;
    this.foreign = false;
    return foreign;
  }

  /**
   * Reads what has been appended since the last time.
   *
   * @returns whether the conversation is there; false when its file is gone.
   */
  catchUp(): Promise<boolean> {
    return this.enqueue(async () => {
      const stamp = await this.options.file.stamp();
      if (stamp === undefined) return !this.exists && this.isKnown;
      this.exists = true;
      const { inode } = stamp;
      const sameFile = inode === this.read.inode;
      const start = sameFile ? Math.min(this.read.upTo, stamp.size) : 0;
      if (stamp.size === start) {
        this.read = { inode, upTo: start };
        return true;
      }
      const bytes = await this.options.file.readFrom(start);
      const { records, unreadable, consumed } = readRecords(bytes, start);
      this.read = { inode, upTo: start + consumed };
      this.noteUnreadable(unreadable);
      this.apply(records, start === 0);
      return true;
    });
  }

  /**
   * Applies a record and appends it, after those that the disk refused before.
   *
   * @throws NotSavedError; the record is kept in memory and tried again with the next one.
   */
  append(record: StoredRecord, options: { durable: boolean }): Promise<void> {
    applyRecord(this.conversation, record);
    this.unsaved.push(toLine(record));
    return this.enqueue(() => this.flush(options.durable));
  }

  private async flush(durable: boolean): Promise<void> {
    const { file } = this.options;
    if (this.version > FORMAT_VERSION) {
      const reason = 'a newer version of Condenser has written it';
      throw new NotSavedError({ path: file.path, reason });
    }
    for (let line = this.unsaved[0]; line !== undefined; line = this.unsaved[0]) {
      const last = this.unsaved.length === 1;
      await file.append(line, { durable: durable && last, create: !this.exists });
      this.exists = true;
      this.unsaved.shift();
    }
  }

  private apply(
    records: readonly { record: StoredRecord; position: number }[],
    fromTheStart: boolean,
  ): void {
    for (const { record, position } of records) {
      if (record.type === 'header') this.version = record.version;
      const own = record.writer === this.options.writer;
      this.foreign ||= !own;
      // What this process says of a running turn is older in the file than in memory.
      const stale = own && !fromTheStart && (record.type === 'grew' || record.type === 'ended');
      if (!stale) applyRecord(this.conversation, record, position);
    }
  }

  private noteUnreadable(count: number): void {
    if (count === 0) return;
    this.conversation.unreadableLines += count;
    this.options.logger.warn(
      `${this.options.file.path}: ${count} damaged lines are passed over and left as they are`,
    );
  }

  private enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}
