import type {
  ConversationChanged,
  ConversationGetResult,
  ConversationListParams,
  ConversationSummary,
  ConversationUpdateParams,
  Draft,
  SearchHit,
} from '@condenser/protocol';
import { CondenserError } from '../errors.ts';
import type { Wording } from '../i18n/wording.ts';
import type { Logger } from '../logging/logger.ts';
import { type Conversation, type FileSummary, turnsInOrder } from '../store/conversation.ts';
import type { ConversationIndex } from '../store/conversationIndex.ts';
import type { ConversationStore } from '../store/conversationStore.ts';
import type { DraftOwner, Drafts } from '../store/drafts.ts';
import type { Found, SearchIndex } from '../store/search/searchIndex.ts';
import { excerptOf } from '../store/search/searchIndex.ts';
import { DAY_MS, TRASH_DAYS, type Trash } from '../store/trash.ts';
import type { EventHub } from './events.ts';
import { toTurnRecord } from './events.ts';
import type { Turns } from './turns.ts';

/** The dependencies of {@link Conversations}. */
export interface ConversationsDependencies {
  readonly store: ConversationStore;
  readonly index: ConversationIndex;
  readonly drafts: Drafts;
  readonly trash: Trash;
  readonly turns: Turns;
  readonly changes: EventHub<ConversationChanged>;
  /** Loaded with the first search. */
  readonly search: () => Promise<SearchIndex>;
  readonly wording: () => Wording;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/** Which turns are wanted, and for which page. */
export interface TurnRange {
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
  readonly pageId?: string | undefined;
}

/** Conversations for an export. */
export interface ReadConversations {
  readonly conversations: Conversation[];
  /** Ids of conversations whose files could not be read at all. */
  readonly unreadable: string[];
}

/** How many files are read at the same time. */
const PARALLEL_READS = 8;

/** Lists, opens, searches, renames, deletes and restores conversations. */
export class Conversations {
  private readonly dependencies: ConversationsDependencies;

  constructor(dependencies: ConversationsDependencies) {
    this.dependencies = dependencies;
  }

  /** A page of the list, newest first. */
  async list(params: ConversationListParams) {
    const { workspaceUri, deleted, limit, cursor } = params;
    const all = (await this.summaries({ workspaceUri, deleted })).sort(newestFirst);
    const start = cursor === undefined ? 0 : all.findIndex((other) => sortKey(other) < cursor);
    const page = start === -1 ? [] : all.slice(start, start + limit);
    const last = page.at(-1);
    const more = start !== -1 && start + limit < all.length;
    return {
      conversations: page.map((summary) => this.dependencies.turns.fromFile(summary)),
      nextCursor: more && last ? sortKey(last) : undefined,
    };
  }

  /**
   * The id that starts with this prefix, among all conversations, including those in the trash.
   *
   * @throws `notFound`, `ambiguousId`
   */
  async find(prefix: string): Promise<string> {
    const wanted = prefix.toLowerCase();
    const ids = await this.dependencies.store.ids();
    const matches = wanted === '' ? [] : ids.filter((id) => id.startsWith(wanted));
    const [only] = matches;
    if (only === undefined) {
      throw new CondenserError('notFound', { what: 'conversation', id: prefix || '""' });
    }
    if (matches.length > 1) throw new CondenserError('ambiguousId', { id: prefix, matches });
    return only;
  }

  /**
   * The conversation to continue, by a prefix of its id.
   *
   * @throws `notFound`, `ambiguousId`, `conversationDeleted`
   */
  async findToContinue(prefix: string): Promise<ConversationSummary> {
    const { conversation } = await this.get(await this.find(prefix), { limit: 1 });
    if (conversation.deletedAt === undefined) return conversation;
    throw new CondenserError('conversationDeleted', { id: conversation.conversationId });
  }

  /** A conversation as a list shows it; undefined when it does not exist. */
  async summary(conversationId: string): Promise<ConversationSummary | undefined> {
    const conversation = await this.dependencies.store.peek(conversationId);
    return conversation && this.dependencies.turns.summary(conversation);
  }

  /** @throws `notFound` */
  async get(
    conversationId: string,
    { before, limit, pageId }: TurnRange = {},
  ): Promise<ConversationGetResult> {
    const { turns, drafts, wording } = this.dependencies;
    const conversation = await turns.requireConversation(conversationId);
    const all = turnsInOrder(conversation);
    const end = before === undefined ? all.length : all.findIndex((turn) => turn.turnId === before);
    if (end === -1) throw new CondenserError('notFound', { what: 'turn', id: before ?? '' });
    const start = limit === undefined ? 0 : Math.max(0, end - limit);
    return {
      conversation: turns.summary(conversation),
      turns: all
        .slice(start, end)
        .map((turn) => toTurnRecord(turn, turns.isRunning(turn), wording())),
      earlier: start > 0,
      lastTurnId: conversation.lastTurnId,
      ...(await drafts.get({ conversationId }, pageId)),
      unreadableLines: conversation.unreadableLines,
    };
  }

  /** Full-text search, best matches first. */
  async search(query: string, workspaceUri: string | undefined, limit: number) {
    const index = await this.dependencies.search();
    const summaries = await this.summaries({ workspaceUri, deleted: false });
    const searchable = summaries.map(({ conversationId, title, updatedAt, turnCount }) => ({
      conversationId,
      title,
      version: `${updatedAt} ${turnCount} ${title}`,
    }));
    const found = await index.search(query, searchable);
    const hits: SearchHit[] = [];
    const byId = new Map(summaries.map((summary) => [summary.conversationId, summary]));
    for (const match of found.slice(0, limit)) {
      const summary = byId.get(match.conversationId);
      const hit = summary && (await this.toHit(match, summary));
      if (hit) hits.push(hit);
    }
    return hits;
  }

  /** @throws `notFound`, `notSaved` */
  async update(params: ConversationUpdateParams): Promise<ConversationSummary> {
    const { conversationId, title, ...changes } = params;
    const { store, turns } = this.dependencies;
    const conversation = await turns.requireConversation(conversationId);
    const titleSource = title === undefined ? undefined : 'person';
    await store.change(conversation, { title, titleSource, ...changes });
    return turns.announce(conversation, 'updated');
  }

  /**
   * Moves a conversation to the trash, or erases it; its running turns are cancelled.
   *
   * @returns until when it can be restored; null when it cannot.
   * @throws `notFound`, `notSaved`
   */
  async delete(conversationId: string, permanently: boolean): Promise<string | null> {
    const { store, clock, turns } = this.dependencies;
    const conversation = await turns.requireConversation(conversationId);
    // A delete that is refused must cancel nothing.
    if (permanently) {
      await store.requireErasable(conversationId);
      await turns.stop(conversation);
      await this.erase(conversationId);
      return null;
    }
    const now = clock();
    await store.change(conversation, { deletedAt: now.toISOString() });
    await turns.stop(conversation);
    await turns.announce(conversation, 'deleted');
    return new Date(now.getTime() + TRASH_DAYS * DAY_MS).toISOString();
  }

  /** @throws `notFound`, `notSaved` */
  async restore(conversationId: string): Promise<ConversationSummary> {
    const { store, turns } = this.dependencies;
    const conversation = await turns.requireConversation(conversationId);
    await store.change(conversation, { deletedAt: null });
    return turns.announce(conversation, 'restored');
  }

  /** Erases conversations that have been in the trash for too long. */
  async emptyTrash(): Promise<void> {
    const all = await this.dependencies.index.summaries();
    const trashed = all.flatMap(({ conversationId, deletedAt }) =>
      deletedAt === undefined ? [] : { conversationId, deletedAt },
    );
    for (const conversationId of await this.dependencies.trash.due(trashed)) {
      await this.erase(conversationId).catch((error: unknown) => {
        this.dependencies.logger.warn(`${conversationId} stays in the trash: ${String(error)}`);
      });
    }
  }

  /** @throws `notFound`, `notSaved` */
  async setDraft(owner: DraftOwner, draft: Draft, pageId?: string): Promise<void> {
    const { drafts, turns } = this.dependencies;
    const { conversationId } = owner;
    const conversation = conversationId && (await turns.requireConversation(conversationId));
    await drafts.set(owner, draft, pageId);
    if (conversation) await turns.announce(conversation, 'draft');
  }

  /** Conversations as they are now: those with the given ids, or all that are not in the trash. */
  async read(conversationIds: readonly string[] | undefined): Promise<ReadConversations> {
    const { turns } = this.dependencies;
    const all = conversationIds
      ? await Promise.all(conversationIds.map((id) => turns.requireConversation(id)))
      : await this.readAll();
    const isUnreadable = ({ damage, turns }: Conversation) => damage && turns.size === 0;
    return {
      conversations: all.filter((conversation) => !isUnreadable(conversation)),
      unreadable: all.filter(isUnreadable).map(({ conversationId }) => conversationId),
    };
  }

  private async readAll(): Promise<Conversation[]> {
    const summaries = (await this.summaries({ deleted: false })).sort(newestFirst);
    const all: Conversation[] = [];
    for (let at = 0; at < summaries.length; at += PARALLEL_READS) {
      const some = summaries.slice(at, at + PARALLEL_READS);
      const read = await Promise.all(
        some.map(({ conversationId }) => this.dependencies.store.peek(conversationId)),
      );
      all.push(...read.flatMap((conversation) => conversation ?? []));
    }
    return all;
  }

  private async summaries(wanted: {
    workspaceUri?: string | undefined;
    deleted: boolean;
  }): Promise<FileSummary[]> {
    const all = await this.dependencies.index.summaries();
    return all.filter(
      ({ workspaceUri, deletedAt, turnCount, damage }) =>
        (turnCount > 0 || damage !== undefined) &&
        (deletedAt !== undefined) === wanted.deleted &&
        // The project of a file without turns is unknown: the file is listed in every project.
        (wanted.workspaceUri === undefined ||
          workspaceUri === wanted.workspaceUri ||
          (turnCount === 0 && workspaceUri === undefined)),
    );
  }

  private async toHit(match: Found, summary: FileSummary): Promise<SearchHit | undefined> {
    const { terms, turnId, conversationId } = match;
    const conversation = this.dependencies.turns.fromFile(summary);
    if (turnId === undefined) {
      return { conversation, part: 'title', ...excerptOf(summary.title, terms.title ?? []) };
    }
    const stored = await this.dependencies.store.peek(conversationId);
    const turn = stored?.turns.get(turnId);
    if (turn === undefined) return undefined;
    const part = terms.question ? 'question' : 'answer';
    const text = part === 'question' ? turn.text : turn.answer;
    return { conversation, turnId, part, ...excerptOf(text, terms[part] ?? []) };
  }

  private async erase(conversationId: string): Promise<void> {
    // First, because the folder is watched and may be read before the index is refreshed.
    this.dependencies.index.willErase(conversationId);
    await this.dependencies.store.erase(conversationId);
    await this.dependencies.drafts.removeAll({ conversationId });
    await this.dependencies.index.refresh(conversationId);
    await this.dependencies.changes.emit({ conversationId, what: 'erased' });
  }
}

/** The order of the list, and the cursor of a page. */
function sortKey({ updatedAt, conversationId }: FileSummary): string {
  return `${updatedAt} ${conversationId}`;
}

function newestFirst(one: FileSummary, other: FileSummary): number {
  return sortKey(one) < sortKey(other) ? 1 : -1;
}
