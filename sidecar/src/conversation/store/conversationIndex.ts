import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ConversationChanged, ConversationSummary } from '@condenser/protocol';
import * as z from 'zod';
import type { Logger } from '../../logging/logger.ts';
import { summarize } from '../conversation.ts';
import type { DiskStore } from './diskStore.ts';
import { replaceFile } from './replaceFile.ts';

const Summary = ConversationSummary.omit({ running: true });
const Entry = z.object({ summary: Summary, size: z.number(), modified: z.number() });
type Entry = z.infer<typeof Entry>;
const IndexFile = z.object({ version: z.literal(1), entries: z.array(Entry) });

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

  constructor(store: DiskStore, path: string, logger: Logger) {
    this.store = store;
    this.path = path;
    this.logger = logger;
  }

  /** Every conversation's summary as it is now, in no order. */
  async summaries(): Promise<Entry['summary'][]> {
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
    const stamp = await this.store.file(conversationId).stamp();
    const looked = stamp && (await this.store.look(conversationId));
    if (!stamp || !looked) {
      this.entries.delete(conversationId);
      this.scheduleWrite();
      const isOurs = this.erasedHere.has(conversationId);
      return before && !isOurs ? { conversationId, what: 'erased' } : undefined;
    }
    this.erasedHere.delete(conversationId);
    const summary = summarize(looked.conversation);
    const { size, modified } = stamp;
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
      const stat = statSync(this.store.file(id).path, { throwIfNoEntry: false });
      if (stat?.size !== entry?.size || stat?.mtimeMs !== entry?.modified) stale.push(id);
    }
    return stale;
  }

  private load(): Promise<void> {
    this.loading ??= this.readFile();
    return this.loading;
  }

  private async readFile(): Promise<void> {
    const text = await readFile(this.path, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    try {
      for (const entry of IndexFile.parse(JSON.parse(text)).entries) {
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
    const text = JSON.stringify({ version: 1, entries: [...this.entries.values()] });
    await replaceFile(this.path, text, this.store.writer).catch((error: unknown) => {
      this.logger.info(`The index of conversations is not kept: ${String(error)}`);
    });
  }
}

function whatChanged(
  before: Entry['summary'] | undefined,
  after: Entry['summary'],
): ForeignChange['what'] {
  if (before === undefined) return 'created';
  if (before.deletedAt !== after.deletedAt) return after.deletedAt ? 'deleted' : 'restored';
  const renamed = before.title !== after.title && before.turnCount === after.turnCount;
  const set = before.model !== after.model || before.strategy !== after.strategy;
  return renamed || (set && before.updatedAt === after.updatedAt) ? 'updated' : 'turns';
}
