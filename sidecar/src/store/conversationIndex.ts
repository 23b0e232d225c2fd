import { createHash } from 'node:crypto';
import { lstatSync, type Stats, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ConversationChanged,
  ConversationDamage,
  ConversationSummary,
  Timestamp,
} from '@condenser/protocol';
import * as z from 'zod';
import type { Logger } from '../logging/logger.ts';
import { type FileSummary, summarize } from './conversation.ts';
import type { DiskStore } from './diskStore.ts';
import { StoredProcess } from './records.ts';
import { readRegular } from './regularFile.ts';
import { replaceFile } from './replaceFile.ts';

const VERSION = 2;

const Summary = ConversationSummary.omit({ running: true, damaged: true }).extend({
  damage: z.object({ kind: ConversationDamage.shape.kind, detail: z.string() }).optional(),
  unfinished: z.array(
    z.object({
      createdAt: Timestamp,
      process: StoredProcess.optional(),
    }),
  ),
});

/** `size` and `modified` are those of the file; null where the system does not tell them. */
const Entry = z.object({
  summary: Summary,
  size: z.number().nullable(),
  modified: z.number().nullable(),
});
type Entry = { summary: FileSummary; size: number | null; modified: number | null };

/** The checksum is over the entries: a cache with a flipped bit would show a wrong title for ever. */
const IndexFile = z.object({
  version: z.literal(VERSION),
  checksum: z.string(),
  entries: z.array(z.unknown()),
});

/** Damage that may end without the file being another than before: rights, a link, a mount. */
const NOT_CACHED: readonly unknown[] = ['unreadable', 'notAFile', 'tooLarge'];

/** What became of a conversation by another process's hand. */
export type ForeignChange = Pick<ConversationChanged, 'conversationId' | 'what'>;

/** Files whose state is asked for before others get their turn. */
const STATS_AT_ONCE = 256;
const READS_AT_ONCE = 8;
/** The file of the index is written this long after the last change. */
const WRITE_DELAY_MS = 2_000;

/**
 * What a list shows of each conversation. It is only a cache: each entry holds for one state of its
 * file, and is made anew from the file when that is another. Missing or damaged, it is rebuilt.
 */
export class ConversationIndex {
  private readonly store: DiskStore;
  private readonly path: string;
  private readonly erasedHere = new Set<string>();
  private readonly logger: Logger;
  private readonly entries = new Map<string, Entry>();
  private loading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Whether the disk refused it the last time. */
  private refused = false;

  constructor(store: DiskStore, path: string, logger: Logger) {
    this.store = store;
    this.path = path;
    this.logger = logger;
  }

  /** Every conversation's summary as it is now, in no order. */
  async summaries(): Promise<FileSummary[]> {
    await this.refreshAll();
    return [...this.entries.values()].map(({ summary }) => summary);
  }

  /** Compares every file with its entry, and tells what others have changed. */
  async refreshAll(): Promise<ForeignChange[]> {
    await this.load();
    const ids = await this.store.ids();
    const present = new Set(ids);
    const gone = [...this.entries.keys()].filter((id) => !present.has(id));
    const stale = await this.stale(ids);
    const changes: ForeignChange[] = [];
    for (let at = 0; at < stale.length; at += READS_AT_ONCE) {
      const some = stale.slice(at, at + READS_AT_ONCE);
      const results = await Promise.all(some.map((id) => this.refresh(id)));
      changes.push(...results.flatMap((change) => change ?? []));
    }
    for (const conversationId of gone) {
      const change = await this.refresh(conversationId);
      if (change) changes.push(change);
    }
    return changes;
  }

  /** From now on this conversation's end is this process's own doing, and no other's change. */
  willErase(conversationId: string): void {
    this.erasedHere.add(conversationId);
  }

  /** Compares one file with its entry; undefined when no other process has changed it. */
  async refresh(conversationId: string): Promise<ForeignChange | undefined> {
    await this.load();
    const before = this.entries.get(conversationId);
    const stats = statsOf(this.store.file(conversationId).path);
    const looked = stats === undefined ? undefined : await this.store.look(conversationId);
    if (!looked) {
      this.entries.delete(conversationId);
      this.scheduleWrite();
      const isOurs = this.erasedHere.has(conversationId);
      return before && !isOurs ? { conversationId, what: 'erased' } : undefined;
    }
    this.erasedHere.delete(conversationId);
    const summary = summarize(looked.conversation);
    this.noteDamage(before?.summary, summary);
    const { size, modified } = stampOf(stats);
    this.entries.set(conversationId, { summary, size, modified });
    this.scheduleWrite();
    if (!looked.foreign || before?.size === size) return undefined;
    return { conversationId, what: whatChanged(before?.summary, summary) };
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    await this.write();
  }

  private async stale(ids: readonly string[]): Promise<string[]> {
    const stale: string[] = [];
    for (const [index, id] of ids.entries()) {
      if (index % STATS_AT_ONCE === STATS_AT_ONCE - 1) await nextTurn();
      const entry = this.entries.get(id);
      const { size, modified } = stampOf(statsOf(this.store.file(id).path));
      const isCached = entry !== undefined && !NOT_CACHED.includes(entry.summary.damage?.kind);
      if (!isCached || size !== entry.size || modified !== entry.modified) stale.push(id);
    }
    return stale;
  }

  /** Says once what is wrong with a file. Damaged lines are told where they are read. */
  private noteDamage(before: FileSummary | undefined, { conversationId, damage }: FileSummary) {
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
      this.logger.info(`${this.path} is of no use and is made anew: ${String(error)}`);
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
      await replaceFile(this.path, text, this.store.writer);
      this.refused = false;
    } catch (error) {
      if (!this.refused) this.logger.info(`The index is not saved: ${String(error)}`);
      this.refused = true;
    }
  }
}

/** Undefined for what is not there; null for what is there and cannot be looked at. */
function statsOf(path: string): Stats | null | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? lstatOf(path);
  } catch {
    return null;
  }
}

/** A link that leads nowhere is there. */
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
