import { join } from 'node:path';
import type { ChatEvent, ConversationChanged } from '@condenser/protocol';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import type { ModelCatalogue } from '../models/modelCatalogue.ts';
import { CancelRequests } from '../store/cancelRequests.ts';
import { ConversationIndex } from '../store/conversationIndex.ts';
import { ConversationStore, conversationIdOf } from '../store/conversationStore.ts';
import { watchDirectory } from '../store/directoryWatch.ts';
import { Drafts } from '../store/drafts.ts';
import type { ProcessIdentity } from '../store/liveness.ts';
import type { SearchIndex } from '../store/search/searchIndex.ts';
import { Trash } from '../store/trash.ts';
import { Archive } from './archive.ts';
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import { Conversations } from './conversations.ts';
import { EventHub } from './eventHub.ts';
import { Exchange } from './exchange/exchange.ts';
import type { Inspections } from './inspections.ts';
import type { TurnDefaults } from './newTurn.ts';
import { Titles } from './titles.ts';

/** What this room stands on. */
export interface ConversationRoomOptions {
  /** Conversations, drafts and the index are kept in it. */
  readonly dataFolder: string;
  readonly self: ProcessIdentity;
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly catalogue: Pick<ModelCatalogue, 'choose' | 'used'>;
  readonly inspections: Inspections;
  readonly wording: () => Wording;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly defaults: () => TurnDefaults;
  /** Whether the model is to make titles. */
  readonly titlesWanted: () => boolean;
}

/** How often the trash is looked at while somebody is there. */
const TRASH_CHECK_MS = 6 * 60 * 60 * 1000;

/** Everything about conversations, put together: turns, the archive, what is told of changes. */
export class ConversationRoom {
  readonly events = new EventHub<ChatEvent>();
  readonly changes = new EventHub<ConversationChanged>();
  readonly conversations: Conversations;
  readonly archive: Archive;
  readonly exchange: Exchange;
  readonly drafts: Drafts;
  private readonly options: ConversationRoomOptions;
  private readonly folder: string;
  private readonly index: ConversationIndex;
  private readonly titles: Titles;
  private search: SearchIndex | undefined;
  private watchers = 0;
  private stopWatching: (() => void) | undefined;

  constructor(options: ConversationRoomOptions) {
    this.options = options;
    const { dataFolder, logger, clock, newId, self, wording } = options;
    const { events, changes } = this;
    this.folder = join(dataFolder, 'conversations');
    const { id, host, bootId, startedAt } = self;
    const process = { id, host, bootId, startedAt };
    const store = new ConversationStore({ folder: this.folder, process, newId, clock, logger });
    this.index = new ConversationIndex(store, join(dataFolder, 'index.json'), logger);
    this.drafts = new Drafts(join(dataFolder, 'drafts'));
    const { index, drafts } = this;
    const cancelRequests = new CancelRequests(join(dataFolder, 'cancel'), logger);
    const shared = { store, events, changes, drafts, cancelRequests };
    this.conversations = new Conversations({ ...options, ...shared });
    const { conversations } = this;
    const trash = new Trash(join(dataFolder, 'trash.json'), clock, logger);
    this.archive = new Archive({
      ...{ store, index, drafts, trash, conversations, changes, wording, clock, logger },
      search: async () => {
        const { SearchIndex } = await import('../store/search/searchIndex.ts');
        this.search ??= new SearchIndex((id) => store.peek(id));
        return this.search;
      },
    });
    this.exchange = new Exchange({ store, archive: this.archive, conversations, changes });
    const wanted = options.titlesWanted;
    this.titles = new Titles({ ...options, store, conversations, events, changes, wanted });
  }

  /**
   * Tells of what other processes change, for as long as somebody wants to know.
   *
   * @returns what ends it.
   */
  watch(): () => void {
    this.watchers += 1;
    this.stopWatching ??= this.startWatching();
    return () => {
      this.watchers -= 1;
      if (this.watchers > 0) return;
      this.stopWatching?.();
      this.stopWatching = undefined;
    };
  }

  /** Stops every turn, keeps it, and writes what is not written. */
  async close(): Promise<void> {
    this.titles.close();
    await this.conversations.stopAll();
    this.stopWatching?.();
    this.search?.close();
    await this.index.close();
  }

  private startWatching(): () => void {
    const ignore = (error: unknown) =>
      this.options.logger.warn('The conversations could not be looked at', error);
    // What is there before the first change is not a change.
    const known = this.index.refreshAll().then(() => this.archive.emptyTrash());
    const emptying = setInterval(
      () => void this.archive.emptyTrash().catch(ignore),
      TRASH_CHECK_MS,
    ).unref();
    const lookAt = (work: () => Promise<void>) => void known.then(work).catch(ignore);
    known.catch(ignore);
    const stop = watchDirectory(
      this.folder,
      {
        changed: (names) => lookAt(() => this.tellOf(names)),
        rescan: () =>
          lookAt(async () => {
            for (const change of await this.index.refreshAll()) await this.tell(change);
          }),
      },
      this.options.logger,
    );
    return () => {
      clearInterval(emptying);
      stop();
    };
  }

  private async tellOf(names: readonly string[]): Promise<void> {
    for (const conversationId of names.flatMap((name) => conversationIdOf(name) ?? [])) {
      const change = await this.index.refresh(conversationId);
      if (change) await this.tell(change);
    }
  }

  private async tell(change: Pick<ConversationChanged, 'conversationId' | 'what'>): Promise<void> {
    const conversation = await this.archive.summary(change.conversationId);
    await this.changes.emit({ ...change, ...(conversation ? { conversation } : {}) });
  }
}
