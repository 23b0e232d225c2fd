import { CondenserError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { applyRecord, emptyConversation } from './applyRecord.ts';
import type { Conversation, ConversationHead, Damage } from './conversation.ts';
import type { Appended, ConversationFile, FileStamp } from './conversationFile.ts';
import { type ReadRecords, readRecords } from './recordReader.ts';
import { FORMAT, FORMAT_VERSION, type StoredRecord, toLine } from './records.ts';
import { UnreadableFileError } from './regularFile.ts';

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
  private hasHeader = false;

  constructor(options: StoredConversationOptions) {
    this.options = options;
    this.conversation = emptyConversation(options.conversationId);
  }

  /** Begins a file with a header. Nothing is written before the first {@link append}. */
  begin(head: ConversationHead): void {
    const header = headerOf(head, this.options.writer);
    applyRecord(this.conversation, header);
    this.hasHeader = true;
    this.unsaved.push(this.line(header));
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
   * Reads what has been appended since the last time. What is wrong with the file is noted in the
   * conversation, and never thrown: what is in memory stays.
   *
   * @returns whether the conversation is there; false when its file is gone.
   */
  catchUp(): Promise<boolean> {
    return this.enqueue(async () => {
      try {
        const stamp = await this.options.file.stamp();
        if (stamp === undefined) return !this.exists && this.isKnown;
        await this.readUpTo(stamp);
      } catch (error) {
        if (!(error instanceof UnreadableFileError)) throw error;
        this.conversation.damage = { kind: error.reason, detail: error.detail };
      }
      this.exists = true;
      return true;
    });
  }

  /**
   * Applies a record and appends it, after those that the disk refused before.
   *
   * @throws `notSaved`; the record is kept in memory and tried again with the next one.
   */
  append(record: StoredRecord, options: { durable: boolean }): Promise<void> {
    applyRecord(this.conversation, record);
    this.unsaved.push(this.line(record));
    return this.enqueue(() => this.flush(options.durable));
  }

  /**
   * Appends records together, and applies them once they are on the disk.
   *
   * @returns what takes them back, where nobody has appended behind them.
   * @throws `notSaved`; nothing of them is kept then, in memory or on the disk.
   */
  appendOrRefuse(records: readonly StoredRecord[]): Promise<() => Promise<void>> {
    return this.enqueue(async () => {
      const lines = records.map((record) => this.line(record)).join('');
      const isNew = !this.exists && this.unsaved.length === 0;
      if (!isNew) await this.flush(false);
      const { file } = this.options;
      const appended = await this.write(lines, true);
      for (const record of records) applyRecord(this.conversation, record);
      return () => (isNew ? file.erase() : file.takeBack(appended));
    });
  }

  private async flush(durable: boolean): Promise<void> {
    const waiting = this.unsaved.length;
    if (waiting === 0) return;
    await this.write(this.unsaved.join(''), durable);
    this.unsaved.splice(0, waiting);
  }

  private async write(lines: string, durable: boolean): Promise<Appended> {
    const { file } = this.options;
    if (this.version > FORMAT_VERSION) {
      const reason = 'a newer version of Condenser has written it';
      throw new CondenserError('notSaved', { path: file.path, reason });
    }
    const appended = await file.append(lines, { durable, create: !this.exists });
    this.exists = true;
    return appended;
  }

  /** @throws `notSaved` for what no reader would understand. */
  private line(record: StoredRecord): string {
    try {
      return toLine(record);
    } catch (cause) {
      const { path } = this.options.file;
      throw new CondenserError('notSaved', { path, reason: 'the record is malformed' }, { cause });
    }
  }

  private async readUpTo(stamp: FileStamp): Promise<void> {
    const { inode, size, modified } = stamp;
    if (!this.hasHeader) Object.assign(this.conversation, { createdAt: timestampOf(modified) });
    const sameFile = inode === this.read.inode;
    const start = sameFile ? Math.min(this.read.upTo, size) : 0;
    if (size !== start) {
      const bytes = await this.options.file.readFrom(start);
      const { records, unreadable, consumed } = readRecords(bytes, start);
      this.read = { inode, upTo: start + consumed };
      this.noteUnreadable(unreadable);
      this.apply(records, start === 0);
    } else {
      this.read = { inode, upTo: start };
    }
    this.conversation.damage = this.damageOf(stamp);
  }

  /** Of a file that could be read. */
  private damageOf({ size }: FileStamp): Damage | undefined {
    const { turns, unreadableLines } = this.conversation;
    if (size === 0) return { kind: 'empty', detail: '' };
    if (this.version > FORMAT_VERSION) return { kind: 'newerVersion', detail: `${this.version}` };
    if (turns.size === 0 && (!this.hasHeader || unreadableLines > 0 || this.read.upTo < size)) {
      return { kind: 'noTurns', detail: '' };
    }
    return unreadableLines > 0 ? { kind: 'lines', detail: `${unreadableLines}` } : undefined;
  }

  private apply(records: ReadRecords['records'], fromTheStart: boolean): void {
    for (const { record, ...place } of records) {
      if (record.type === 'header') {
        this.version = record.version;
        this.hasHeader = true;
      }
      const own = record.writer === this.options.writer;
      this.foreign ||= !own;
      // What this process says of a running turn is older in the file than in memory.
      const stale = own && !fromTheStart && (record.type === 'grew' || record.type === 'ended');
      if (!stale) applyRecord(this.conversation, record, place);
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

/** The time of a file, which may be anything, as one that a summary may have. */
function timestampOf(milliseconds: number): string {
  const isUsual = milliseconds > 0 && milliseconds < Date.UTC(9999, 0);
  return new Date(isUsual ? milliseconds : 0).toISOString();
}

/** The first line of a conversation's file. */
export function headerOf(head: ConversationHead, writer: string): StoredRecord {
  return { type: 'header', format: FORMAT, version: FORMAT_VERSION, writer, ...head };
}
