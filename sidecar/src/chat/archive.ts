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
import type { DiskStore } from '../store/diskStore.ts';
import type { DraftOwner, Drafts } from '../store/drafts.ts';
import { excerptOf } from '../store/search/excerpt.ts';
import type { Found, SearchIndex } from '../store/search/searchIndex.ts';
import { DAY_MS, TRASH_DAYS, type Trash } from '../store/trash.ts';
import { toTurnRecord } from '../store/turnRecord.ts';
import type { Conversations } from './conversations.ts';
import type { EventHub } from './eventHub.ts';

/** What this room stands on. */
export interface ArchiveDependencies {
  readonly store: DiskStore;
  readonly index: ConversationIndex;
  readonly drafts: Drafts;
  readonly trash: Trash;
  readonly conversations: Conversations;
  readonly changes: EventHub<ConversationChanged>;
  /** Loaded when somebody searches. */
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

/** What an export holds, and what it goes without. */
export interface ReadConversations {
  readonly conversations: Conversation[];
  /** Those of whose files nothing can be read. */
  readonly unreadable: string[];
}

/** The disk is waited for together. */
const READS_AT_ONCE = 8;

/** What people do with conversations beside talking in them. */
export class Archive {
  private readonly dependencies: ArchiveDependencies;

  constructor(dependencies: ArchiveDependencies) {
    this.dependencies = dependencies;
  }

  /** A page of them, newest first. */
  async list(params: ConversationListParams) {
    const { workspaceUri, deleted, limit, cursor } = params;
    const all = (await this.summaries({ workspaceUri, deleted })).sort(newestFirst);
    const start = cursor === undefined ? 0 : all.findIndex((other) => keyOf(other) < cursor);
    const page = start === -1 ? [] : all.slice(start, start + limit);
    const last = page.at(-1);
    const more = start !== -1 && start + limit < all.length;
    return {
      conversations: page.map((summary) => this.dependencies.conversations.listed(summary)),
      ...(more && last ? { nextCursor: keyOf(last) } : {}),
    };
  }

  /**
   * The id that begins like this, of all conversations, those in the trash too.
   *
   * @throws `notFound`, `ambiguousId`
   */
  async find(beginning: string): Promise<string> {
    const wanted = beginning.toLowerCase();
    const ids = await this.dependencies.store.ids();
    const matches = wanted === '' ? [] : ids.filter((id) => id.startsWith(wanted));
    const [only] = matches;
    if (only === undefined) {
      throw new CondenserError('notFound', { what: 'conversation', id: beginning || '""' });
    }
    if (matches.length > 1) throw new CondenserError('ambiguousId', { id: beginning, matches });
    return only;
  }

  /**
   * The conversation that is to go on, by the beginning of its id.
   *
   * @throws `notFound`, `ambiguousId`, `conversationDeleted`
   */
  async findToContinue(beginning: string): Promise<ConversationSummary> {
    const { conversation } = await this.get(await this.find(beginning), { limit: 1 });
    if (conversation.deletedAt === undefined) return conversation;
    throw new CondenserError('conversationDeleted', { id: conversation.conversationId });
  }

  /** A conversation as a list shows it, as far as it is there. */
  async summary(conversationId: string): Promise<ConversationSummary | undefined> {
    const looked = await this.dependencies.store.look(conversationId);
    return looked && this.dependencies.conversations.summary(looked.conversation);
  }

  /** @throws `notFound` */
  async get(
    conversationId: string,
    { before, limit, pageId }: TurnRange = {},
  ): Promise<ConversationGetResult> {
    const { conversations, drafts, wording } = this.dependencies;
    const conversation = await this.existing(conversationId);
    const all = turnsInOrder(conversation);
    const end = before === undefined ? all.length : all.findIndex((turn) => turn.turnId === before);
    if (end === -1) throw new CondenserError('notFound', { what: 'turn', id: before ?? '' });
    const start = limit === undefined ? 0 : Math.max(0, end - limit);
    return {
      conversation: conversations.summary(conversation),
      turns: all
        .slice(start, end)
        .map((turn) => toTurnRecord(turn, conversations.runs(turn), wording())),
      earlier: start > 0,
      lastTurnId: conversation.lastTurnId,
      ...(await drafts.get({ conversationId }, pageId)),
      unreadableLines: conversation.unreadableLines,
    };
  }

  /** Full text, best first. */
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
    for (const one of found.slice(0, limit)) {
      const summary = byId.get(one.conversationId);
      const hit = summary && (await this.toHit(one, summary));
      if (hit) hits.push(hit);
    }
    return hits;
  }

  /** @throws `notFound`, `notSaved` */
  async update(params: ConversationUpdateParams): Promise<ConversationSummary> {
    const { conversationId, title, model, strategy, options } = params;
    const conversation = await this.existing(conversationId);
    await this.dependencies.store.change(conversation, {
      ...(title === undefined ? {} : { title, titleSource: 'person' }),
      ...(model === undefined ? {} : { model }),
      ...(strategy === undefined ? {} : { strategy }),
      ...(options === undefined ? {} : { options }),
    });
    return this.tell(conversation, 'updated');
  }

  /**
   * Moves it to the trash, or takes it off the disk; what runs in it is stopped.
   *
   * @returns until when it can be restored; null when it cannot.
   * @throws `notFound`, `notSaved`
   */
  async delete(conversationId: string, permanently: boolean): Promise<string | null> {
    const { store, clock, conversations } = this.dependencies;
    const conversation = await this.existing(conversationId);
    // A delete that is refused stops nothing.
    if (permanently) {
      await store.requireErasable(conversationId);
      await conversations.stop(conversation);
      await this.erase(conversationId);
      return null;
    }
    const now = clock();
    await store.change(conversation, { deletedAt: now.toISOString() });
    await conversations.stop(conversation);
    await this.tell(conversation, 'deleted');
    return new Date(now.getTime() + TRASH_DAYS * DAY_MS).toISOString();
  }

  /** @throws `notFound`, `notSaved` */
  async restore(conversationId: string): Promise<ConversationSummary> {
    const conversation = await this.existing(conversationId);
    await this.dependencies.store.change(conversation, { deletedAt: null });
    return this.tell(conversation, 'restored');
  }

  /** Takes off the disk what has been in the trash for too long. */
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
    const { conversationId } = owner;
    const conversation = conversationId && (await this.existing(conversationId));
    await this.dependencies.drafts.set(owner, draft, pageId);
    if (conversation) await this.tell(conversation, 'draft');
  }

  /** Conversations as they are now: those named, or all that are not in the trash. */
  async read(conversationIds: readonly string[] | undefined): Promise<ReadConversations> {
    const all = conversationIds
      ? await Promise.all(conversationIds.map((id) => this.existing(id)))
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
    for (let at = 0; at < summaries.length; at += READS_AT_ONCE) {
      const some = summaries.slice(at, at + READS_AT_ONCE);
      const looked = await Promise.all(
        some.map(({ conversationId }) => this.dependencies.store.look(conversationId)),
      );
      all.push(...looked.flatMap((found) => (found ? [found.conversation] : [])));
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
        // Which project a file without a turn belongs to, nobody knows: it is in each.
        (wanted.workspaceUri === undefined ||
          workspaceUri === wanted.workspaceUri ||
          (turnCount === 0 && workspaceUri === undefined)),
    );
  }

  private async toHit(found: Found, summary: FileSummary): Promise<SearchHit | undefined> {
    const { terms, turnId, conversationId } = found;
    const conversation = this.dependencies.conversations.listed(summary);
    if (turnId === undefined) {
      return { conversation, part: 'title', ...excerptOf(summary.title, terms.title ?? []) };
    }
    const looked = await this.dependencies.store.look(conversationId);
    const turn = looked?.conversation.turns.get(turnId);
    if (turn === undefined) return undefined;
    const part = terms.question ? 'question' : 'answer';
    const text = part === 'question' ? turn.text : turn.answer;
    return { conversation, turnId, part, ...excerptOf(text, terms[part] ?? []) };
  }

  private async erase(conversationId: string): Promise<void> {
    // Before the file goes: the folder is watched, and may be looked at in between.
    this.dependencies.index.willErase(conversationId);
    await this.dependencies.store.erase(conversationId);
    await this.dependencies.drafts.forget({ conversationId });
    await this.dependencies.index.refresh(conversationId);
    await this.dependencies.changes.emit({ conversationId, what: 'erased' });
  }

  private async tell(
    conversation: Conversation,
    what: ConversationChanged['what'],
  ): Promise<ConversationSummary> {
    const summary = this.dependencies.conversations.summary(conversation);
    const { conversationId } = conversation;
    await this.dependencies.changes.emit({ conversationId, what, conversation: summary });
    return summary;
  }

  private async existing(conversationId: string): Promise<Conversation> {
    const conversation = await this.dependencies.store.get(conversationId);
    if (!conversation)
      throw new CondenserError('notFound', { what: 'conversation', id: conversationId });
    return conversation;
  }
}

/** Sorts as the list does, and names a place in it. */
function keyOf({ updatedAt, conversationId }: FileSummary): string {
  return `${updatedAt} ${conversationId}`;
}

function newestFirst(one: FileSummary, other: FileSummary): number {
  return keyOf(one) < keyOf(other) ? 1 : -1;
}
