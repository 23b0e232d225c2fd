import { createHash } from 'node:crypto';
import { lstatSync, type Stats, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationChanged } from '@condenser/protocol';
import * as z from 'zod';
import { replaceFile } from '../files/replaceFile.ts';
import type { Logger } from '../logging/logger.ts';
import { FileSummary, summarize } from './conversation.ts';
import type { ConversationStore } from './conversationStore.ts';
import { readRegular } from './regularFile.ts';

/**
 * Raised with the format of conversations too: of a newer file, an older version caches less than
 * this one can read.
 */
const VERSION = 3;

/** `size` and `modified` are those of the file; null where they cannot be read. */
const Entry = z.object({
  summary: FileSummary,
  size: z.number().nullable(),
  modified: z.number().nullable(),
});
type Entry = z.infer<typeof Entry>;

/** With a checksum over the entries: a flipped bit would show a wrong title until the file changes. */
const IndexFile = z.object({
  version: z.literal(VERSION),
  checksum: z.string(),
  entries: z.array(z.unknown()),
});

/** Damage that can end without a change to the file: permissions, a link, a mount. */
const UNCACHED_DAMAGE: readonly unknown[] = ['unreadable', 'notAFile', 'tooLarge'];

/** What another process has done to a conversation. */
export type ForeignChange = Pick<ConversationChanged, 'conversationId' | 'what'>;

/** How many files are checked before other work gets a turn. */
const STATS_PER_TICK = 256;
const MAX_PARALLEL_READS = 8;
/** How long after a change the index is written. */
const WRITE_DELAY_MS = 2_000;

/**
 * The summaries of all conversations. Only a cache: an entry is valid for one size and time of its
 * file, and is rebuilt from the file otherwise. A missing or damaged index is rebuilt as a whole.
 */
export class ConversationIndex {
  private readonly store: ConversationStore;
  private readonly path: string;
  private readonly erasedHere = new Set<string>();
  private readonly logger: Logger;
  private readonly entries = new Map<string, Entry>();
  private loading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Whether the last write failed. */
  private hasFailed = false;

  constructor(store: ConversationStore, path: string, logger: Logger) {
    this.store = store;
    this.path = path;
    this.logger = logger;
  }

  /** The present summaries of all conversations, in no order. */
  async summaries(): Promise<FileSummary[]> {
    await this.refreshAll();
    return [...this.entries.values()].map(({ summary }) => summary);
  }

  /** Compares every file with its entry, and returns what other processes have changed. */
  async refreshAll(): Promise<ForeignChange[]> {
    await this.load();
    const ids = await this.store.ids();
    const present = new Set(ids);
    const gone = [...this.entries.keys()].filter((id) => !present.has(id));
    const stale = await this.stale(ids);
    const changes: ForeignChange[] = [];
    for (let at = 0; at < stale.length; at += MAX_PARALLEL_READS) {
      const some = stale.slice(at, at + MAX_PARALLEL_READS);
      const results = await Promise.all(some.map((id) => this.refresh(id)));
      changes.push(...results.flatMap((change) => change ?? []));
    }
    for (const conversationId of gone) {
      const change = await this.refresh(conversationId);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** Announces that this process erases a conversation, so that it is not taken for a foreign change. */
  willErase(conversationId: string): void {
    this.erasedHere.add(conversationId);
  }

  /** Compares one file with its entry; undefined unless another process has changed it. */
  async refresh(conversationId: string): Promise<ForeignChange | undefined> {
    await this.load();
    const before = this.entries.get(conversationId);
    const stats = statsOf(this.store.file(conversationId).path);
    const found = stats === undefined ? undefined : await this.store.checkForChange(conversationId);
    if (!found) {
      this.entries.delete(conversationId);
      this.scheduleWrite();
      const isOurs = this.erasedHere.has(conversationId);
      return before && !isOurs ? { conversationId, what: 'erased' } : undefined;
    }
    this.erasedHere.delete(conversationId);
    const summary = summarize(found.conversation);
    this.logDamage(before?.summary, summary);
    const { size, modified } = stampOf(stats);
    this.entries.set(conversationId, { summary, size, modified });
    this.scheduleWrite();
    if (!found.changedElsewhere || before?.size === size) return undefined;
    return { conversationId, what: whatChanged(before?.summary, summary) };
  }

  /** Writes pending changes. */
  async close(): Promise<void> {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    await this.write();
  }

  private async stale(ids: readonly string[]): Promise<string[]> {
    const stale: string[] = [];
    for (const [index, id] of ids.entries()) {
      if (index % STATS_PER_TICK === STATS_PER_TICK - 1) await nextTurn();
      const entry = this.entries.get(id);
      const { size, modified } = stampOf(statsOf(this.store.file(id).path));
      const isCached = entry !== undefined && !UNCACHED_DAMAGE.includes(entry.summary.damage?.kind);
      if (!isCached || size !== entry.size || modified !== entry.modified) stale.push(id);
    }
    return stale;
  }

  /** Logs once what is wrong with a file. Damaged lines are logged where they are read. */
  private logDamage(before: FileSummary | undefined, { conversationId, damage }: FileSummary) {
    if (damage === undefined || damage.kind === 'lines') return;
    if (before?.damage?.kind === damage.kind && before.damage.detail === damage.detail) return;
    const { path } = this.store.file(conversationId);
    this.logger.warn(`${path} is damaged: ${damage.kind} ${damage.detail}`.trimEnd());
  }

  private load(): Promise<void> {
    this.loading ??= this.readEntries();
    return this.loading;
  }

  private async readEntries(): Promise<void> {
    try {
      const bytes = await readRegular(this.path);
      if (bytes === undefined) return;
      const { entries, checksum } = IndexFile.parse(JSON.parse(bytes.toString('utf8')));
      if (checksum !== checksumOf(JSON.stringify(entries))) throw new Error('wrong checksum');
      for (const entry of z.array(Entry).parse(entries)) {
        this.entries.set(entry.summary.conversationId, entry);
      }
    } catch (error) {
      this.logger.info(`${this.path} is unusable and is rebuilt: ${String(error)}`);
    }
  }

  private scheduleWrite(): void {
    this.timer ??= setTimeout(() => void this.write(), WRITE_DELAY_MS).unref();
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    const entries = JSON.stringify([...this.entries.values()]);
    const checksum = checksumOf(entries);
    const text = `{"version":${VERSION},"checksum":"${checksum}","entries":${entries}}`;
    try {
      await replaceFile(this.path, text, { folderMode: 0o700 });
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.logger.info(`The index is not saved: ${String(error)}`);
      this.hasFailed = true;
    }
  }
}

/** Undefined for a missing file; null for an existing one without readable stats. */
function statsOf(path: string): Stats | null | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? lstatOf(path);
  } catch {
    return null;
  }
}

/** A dangling link exists. */
function lstatOf(path: string): null | undefined {
  return lstatSync(path, { throwIfNoEntry: false }) && null;
}

function stampOf(stats: Stats | null | undefined): Pick<Entry, 'size' | 'modified'> {
  return { size: stats?.size ?? null, modified: stats?.mtimeMs ?? null };
}

function checksumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function whatChanged(before: FileSummary | undefined, after: FileSummary): ForeignChange['what'] {
  if (before === undefined) return 'created';
  if (before.deletedAt !== after.deletedAt) return after.deletedAt ? 'deleted' : 'restored';
  const renamed = before.title !== after.title && before.turnCount === after.turnCount;
  const set = before.model !== after.model || before.strategy !== after.strategy;
  return renamed || (set && before.updatedAt === after.updatedAt) ? 'updated' : 'turns';
}
