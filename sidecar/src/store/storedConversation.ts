import { CondenserError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { applyRecord, emptyConversation } from './applyRecord.ts';
import type { Conversation, ConversationHead, Damage } from './conversation.ts';
import type { Appended, ConversationFile, FileStamp } from './conversationFile.ts';
import { type ReadRecords, readRecords } from './recordReader.ts';
import { FORMAT, FORMAT_VERSION, type StoredRecord, serialize } from './records.ts';
import { UnreadableFileError } from './regularFile.ts';

/** What a conversation in memory needs from the store. */
export interface StoredConversationOptions {
  readonly file: ConversationFile;
  readonly conversationId: string;
  /** The name of this process in the file. */
  readonly writer: string;
  readonly logger: Logger;
}

/**
 * One conversation in memory, and its file. Reads and writes of the file are queued;
 * {@link catchUp} reads what other processes have appended.
 */
export class StoredConversation {
  readonly conversation: Conversation;
  private readonly options: StoredConversationOptions;
  private queue: Promise<unknown> = Promise.resolve();
  /** Lines that the disk has refused so far, oldest first. */
  private readonly unsaved: string[] = [];
  private read = { upTo: 0, inode: 0 };
  private exists = false;
  private changedElsewhere = false;
  /** The format of the file; undefined until a header was read or is to be written. */
  private version: number | undefined;

  constructor(options: StoredConversationOptions) {
    this.options = options;
    this.conversation = emptyConversation(options.conversationId);
  }

  /** Starts a new file with a header. Nothing is written before the first {@link append}. */
  begin(head: ConversationHead): void {
    const header = headerRecord(head, this.options.writer);
    this.version = FORMAT_VERSION;
    this.applyUnsaved(header);
  }

  /** Whether the disk has refused something that is still to be written. */
  get hasUnsaved(): boolean {
    return this.unsaved.length > 0;
  }

  /** Whether another process has changed anything since the last call. */
  consumeForeignChange(): boolean {
    const { changedElsewhere } = this;
    this.changedElsewhere = false;
    return changedElsewhere;
  }

  /**
   * Reads what was appended since the last time. Damage to the file is noted in the conversation and
   * never thrown; what is in memory stays.
   *
   * @returns whether the conversation exists; false once its file is gone.
   */
  catchUp(): Promise<boolean> {
    return this.enqueue(async () => {
      try {
        const stamp = await this.options.file.stamp();
        if (stamp === undefined) return !this.exists && this.hasUnsaved;
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
   * Applies a record and appends it, after those that the disk has refused.
   *
   * @throws `notSaved`; the record stays in memory and is written with the next one.
   */
  append(record: StoredRecord, options: { durable: boolean }): Promise<void> {
    this.applyUnsaved(record);
    return this.enqueue(() => this.flush(options.durable));
  }

  /**
   * Appends records together, and applies them once they are on disk.
   *
   * @returns a function that takes them back, unless another process has appended since.
   * @throws `notSaved`; then none of them is in memory or on disk.
   */
  appendOrRefuse(records: readonly StoredRecord[]): Promise<() => Promise<void>> {
    return this.enqueue(async () => {
      const serialized = records.map((record) => this.serialize(record));
      const isNew = !this.exists && !this.hasUnsaved;
      if (!isNew) await this.flush(false);
      const { file } = this.options;
      const appended = await this.write(serialized.map(({ line }) => line).join(''), true);
      for (const { record } of serialized) applyRecord(this.conversation, record);
      return () => (isNew ? file.erase() : file.undoAppend(appended));
    });
  }

  private applyUnsaved(given: StoredRecord): void {
    const { record, line } = this.serialize(given);
    applyRecord(this.conversation, record);
    this.unsaved.push(line);
  }

  private async flush(durable: boolean): Promise<void> {
    const waiting = this.unsaved.length;
    if (waiting === 0) return;
    await this.write(this.unsaved.join(''), durable);
    this.unsaved.splice(0, waiting);
  }

  private async write(lines: string, durable: boolean): Promise<Appended> {
    const { file, writer } = this.options;
    const { version = FORMAT_VERSION } = this;
    if (version > FORMAT_VERSION) {
      const reason = 'a newer version of Condenser has written it';
      throw new CondenserError('notSaved', { path: file.path, reason });
    }
    // An older version that reads this stops writing, and tells its user why.
    const isOlder = version < FORMAT_VERSION;
    const header = isOlder ? this.serialize(headerRecord(this.conversation, writer)).line : '';
    const appended = await file.append(header + lines, { durable, create: !this.exists });
    if (isOlder) this.version = FORMAT_VERSION;
    this.exists = true;
    return appended;
  }

  /** @throws `notSaved` for a record that no reader would understand. */
  private serialize(record: StoredRecord): ReturnType<typeof serialize> {
    try {
      return serialize(record);
    } catch (cause) {
      const { path } = this.options.file;
      throw new CondenserError('notSaved', { path, reason: 'the record is malformed' }, { cause });
    }
  }

  private async readUpTo(stamp: FileStamp): Promise<void> {
    const { inode, size, modified } = stamp;
    if (this.version === undefined) {
      Object.assign(this.conversation, { createdAt: timestampOf(modified) });
    }
    const isSameFile = inode === this.read.inode;
    const start = isSameFile ? Math.min(this.read.upTo, size) : 0;
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

  /** The damage of a file that could be read. */
  private damageOf({ size }: FileStamp): Damage | undefined {
    const { turns, unreadableLines } = this.conversation;
    const { version } = this;
    if (size === 0) return { kind: 'empty', detail: '' };
    if (version !== undefined && version > FORMAT_VERSION) {
      return { kind: 'newerVersion', detail: `${version}` };
    }
    const hasMore = version === undefined || unreadableLines > 0 || this.read.upTo < size;
    if (turns.size === 0 && hasMore) return { kind: 'noTurns', detail: '' };
    return unreadableLines > 0 ? { kind: 'lines', detail: `${unreadableLines}` } : undefined;
  }

  private apply(records: ReadRecords['records'], fromTheStart: boolean): void {
    let version = fromTheStart ? 0 : (this.version ?? 0);
    for (const { record, ...place } of records) {
      if (record.type === 'header') version = Math.max(record.version, version);
      const isOwn = record.writer === this.options.writer;
      this.changedElsewhere ||= !isOwn;
      // What this process wrote of a running turn is older than what it has in memory.
      const isStale =
        isOwn && !fromTheStart && (record.type === 'delta' || record.type === 'turnFinished');
      if (!isStale) applyRecord(this.conversation, record, place);
    }
    if (version > 0) this.version = version;
  }

  private noteUnreadable(count: number): void {
    if (count === 0) return;
    this.conversation.unreadableLines += count;
    this.options.logger.warn(
      `${this.options.file.path}: ${count} damaged lines are skipped and left as they are`,
    );
  }

  private enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

/** A file's time as a timestamp. A file system may report any number. */
function timestampOf(milliseconds: number): string {
  const isPlausible = milliseconds > 0 && milliseconds < Date.UTC(9999, 0);
  return new Date(isPlausible ? milliseconds : 0).toISOString();
}

/** The first record of a conversation's file. */
export function headerRecord(head: ConversationHead, writer: string): StoredRecord {
  const { conversationId, createdAt, workspaceUri } = head;
  return {
    type: 'header',
    format: FORMAT,
    version: FORMAT_VERSION,
    writer,
    conversationId,
    createdAt,
    workspaceUri,
  };
}
