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
import type { HistoryAwareChain } from './chain/historyAwareChain.ts';
import { Conversations } from './conversations.ts';
import { EventHub } from './events.ts';
import { ExportImport } from './exportImport/exportImport.ts';
import type { Inspector } from './inspector.ts';
import { Titles } from './titles.ts';
import type { TurnDefaults } from './turnRequest.ts';
import { Turns } from './turns.ts';

/** The dependencies of {@link ConversationService}. */
export interface ConversationServiceOptions {
  /** Where conversations, drafts and the index are stored. */
  readonly dataFolder: string;
  readonly self: ProcessIdentity;
  readonly chain: () => Promise<HistoryAwareChain>;
  readonly catalogue: Pick<ModelCatalogue, 'choose' | 'used'>;
  readonly inspector: Inspector;
  readonly wording: () => Wording;
  readonly logger: Logger;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly defaults: () => TurnDefaults;
  /** Whether the settings ask for titles by the model. */
  readonly titlesWanted: () => boolean;
}

/** Interval at which the trash is checked while a client is connected. */
const TRASH_CHECK_MS = 6 * 60 * 60 * 1000;

/** Puts together everything about conversations: turns, lists, search, drafts, titles, exports. */
export class ConversationService {
  readonly events = new EventHub<ChatEvent>();
  readonly changes = new EventHub<ConversationChanged>();
  readonly turns: Turns;
  readonly conversations: Conversations;
  readonly exportImport: ExportImport;
  readonly drafts: Drafts;
  private readonly folder: string;
  private readonly logger: Logger;
  private readonly index: ConversationIndex;
  private readonly titles: Titles;
  private search: SearchIndex | undefined;
  private watchers = 0;
  private stopWatching: (() => void) | undefined;

  constructor(options: ConversationServiceOptions) {
    const { dataFolder, logger, clock, newId, self } = options;
    const { events, changes } = this;
    this.folder = join(dataFolder, 'conversations');
    this.logger = logger;
    const { id, host, bootId, startedAt } = self;
    const process = { id, host, bootId, startedAt };
    const store = new ConversationStore({ folder: this.folder, process, newId, clock, logger });
    this.index = new ConversationIndex(store, join(dataFolder, 'index.json'), logger);
    this.drafts = new Drafts(join(dataFolder, 'drafts'));
    const cancelRequests = new CancelRequests(join(dataFolder, 'cancel'), logger);
    const trash = new Trash(join(dataFolder, 'trash.json'), clock, logger);
    const shared = { ...options, store, events, changes, drafts: this.drafts };
    this.turns = new Turns({ ...shared, cancelRequests });
    const { turns, index } = this;
    this.conversations = new Conversations({
      ...shared,
      index,
      trash,
      turns,
      search: async () => {
        const { SearchIndex } = await import('../store/search/searchIndex.ts');
        this.search ??= new SearchIndex((id) => store.peek(id));
        return this.search;
      },
    });
    this.exportImport = new ExportImport(store, turns, this.conversations);
    this.titles = new Titles({ ...shared, turns });
  }

  /**
   * Announces changes made by other processes, while there are subscribers.
   *
   * @returns a function that ends the subscription.
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

  /** Cancels every turn, saves it, and writes everything that is pending. */
  async close(): Promise<void> {
    this.titles.close();
    await this.turns.stopAll();
    this.stopWatching?.();
    this.search?.close();
    await this.index.close();
  }

  private startWatching(): () => void {
    const ignore = (error: unknown) =>
      this.logger.warn('The conversations folder could not be read', error);
    // The first read only establishes what is known; nothing has changed yet.
    const known = this.index.refreshAll().then(() => this.conversations.emptyTrash());
    const trashTimer = setInterval(
      () => void this.conversations.emptyTrash().catch(ignore),
      TRASH_CHECK_MS,
    ).unref();
    const afterFirstRead = (work: () => Promise<void>) => void known.then(work).catch(ignore);
    known.catch(ignore);
    const stop = watchDirectory(
      this.folder,
      {
        changed: (names) => afterFirstRead(() => this.refresh(names)),
        rescan: () => afterFirstRead(() => this.refreshAll()),
      },
      this.logger,
    );
    return () => {
      clearInterval(trashTimer);
      stop();
    };
  }

  private async refresh(fileNames: readonly string[]): Promise<void> {
    for (const conversationId of fileNames.flatMap((name) => conversationIdOf(name) ?? [])) {
      const change = await this.index.refresh(conversationId);
      if (change) await this.announce(change);
    }
  }

  private async refreshAll(): Promise<void> {
    for (const change of await this.index.refreshAll()) await this.announce(change);
  }

  private async announce(
    change: Pick<ConversationChanged, 'conversationId' | 'what'>,
  ): Promise<void> {
    const conversation = await this.conversations.summary(change.conversationId);
    await this.changes.emit({ ...change, conversation });
  }
}
