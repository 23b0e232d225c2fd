import type {
  ConversationChanged,
  ConversationGetResult,
  ConversationListParams,
  ConversationSummary,
  ConversationUpdateParams,
  Draft,
  SearchHit,
} from '@condenser/protocol';
import { AmbiguousIdError, ConversationDeletedError, NotFoundError } from '../errors/index.ts';
import type { Wording } from '../wording/wording.ts';
import { type Conversation, turnsInOrder } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import type { EventHub } from './eventHub.ts';
import { excerptOf } from './search/excerpt.ts';
import type { Found, SearchIndex } from './search/searchIndex.ts';
import type { ConversationIndex } from './store/conversationIndex.ts';
import type { DiskStore } from './store/diskStore.ts';
import type { DraftOwner, Drafts } from './store/drafts.ts';
import { toTurnRecord } from './turnRecord.ts';

/** What this room stands on. */
export interface ArchiveDependencies {
  readonly store: DiskStore;
  readonly index: ConversationIndex;
  readonly drafts: Drafts;
  readonly conversations: Conversations;
  readonly changes: EventHub<ConversationChanged>;
  /** Loaded when somebody searches. */
  readonly search: () => Promise<SearchIndex>;
  readonly wording: () => Wording;
  readonly clock: () => Date;
}

/** What lies in the trash for longer is taken off the disk. */
export const TRASH_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

type Summary = Omit<ConversationSummary, 'running'>;

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
      conversations: page.map((summary) => this.withRunning(summary)),
      ...(more && last ? { nextCursor: keyOf(last) } : {}),
    };
  }

  /**
   * The id that begins like this, of all conversations, those in the trash too.
   *
   * @throws NotFoundError, AmbiguousIdError
   */
  async find(beginning: string): Promise<string> {
    const wanted = beginning.toLowerCase();
    const ids = await this.dependencies.store.ids();
    const matches = wanted === '' ? [] : ids.filter((id) => id.startsWith(wanted));
    const [only] = matches;
    if (only === undefined) {
      throw new NotFoundError({ what: 'conversation', id: beginning || '""' });
    }
    if (matches.length > 1) throw new AmbiguousIdError({ id: beginning, matches });
    return only;
  }

  /**
   * The conversation that is to go on, by the beginning of its id.
   *
   * @throws NotFoundError, AmbiguousIdError, ConversationDeletedError
   */
  async findToContinue(beginning: string): Promise<ConversationSummary> {
    const { conversation } = await this.get(await this.find(beginning), { limit: 1 });
    if (conversation.deletedAt === undefined) return conversation;
    throw new ConversationDeletedError({ id: conversation.conversationId });
  }

  /** A conversation as a list shows it, as far as it is there. */
  async summary(conversationId: string): Promise<ConversationSummary | undefined> {
    const looked = await this.dependencies.store.look(conversationId);
    return looked && this.dependencies.conversations.summary(looked.conversation);
  }

  /** @throws NotFoundError */
  async get(
    conversationId: string,
    { before, limit }: { before?: string | undefined; limit?: number | undefined } = {},
  ): Promise<ConversationGetResult> {
    const { conversations, drafts, wording } = this.dependencies;
    const conversation = await this.existing(conversationId);
    const all = turnsInOrder(conversation);
    const end = before === undefined ? all.length : all.findIndex((turn) => turn.turnId === before);
    if (end === -1) throw new NotFoundError({ what: 'turn', id: before ?? '' });
    const start = limit === undefined ? 0 : Math.max(0, end - limit);
    const draft = await drafts.get({ conversationId });
    return {
      conversation: conversations.summary(conversation),
      turns: all
        .slice(start, end)
        .map((turn) => toTurnRecord(turn, conversations.runs(turn), wording())),
      earlier: start > 0,
      lastTurnId: conversation.lastTurnId,
      ...(draft === undefined ? {} : { draft }),
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

  /** @throws NotFoundError, NotSavedError */
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
   * Moves it to the trash, or takes it off the disk; what runs in it is stopped first.
   *
   * @returns until when it can be restored; null when it cannot.
   * @throws NotFoundError, NotSavedError
   */
  async delete(conversationId: string, permanently: boolean): Promise<string | null> {
    const { store, clock, conversations } = this.dependencies;
    const conversation = await this.existing(conversationId);
    await conversations.stop(conversationId);
    if (permanently) {
      await this.erase(conversationId);
      return null;
    }
    const now = clock();
    await store.change(conversation, { deletedAt: now.toISOString() });
    await this.tell(conversation, 'deleted');
    return new Date(now.getTime() + TRASH_DAYS * DAY_MS).toISOString();
  }

  /** @throws NotFoundError, NotSavedError */
  async restore(conversationId: string): Promise<ConversationSummary> {
    const conversation = await this.existing(conversationId);
    await this.dependencies.store.change(conversation, { deletedAt: null });
    return this.tell(conversation, 'restored');
  }

  /** Takes off the disk what has been in the trash for too long. */
  async emptyTrash(): Promise<void> {
    const oldest = new Date(this.dependencies.clock().getTime() - TRASH_DAYS * DAY_MS);
    for (const { conversationId, deletedAt } of await this.dependencies.index.summaries()) {
      if (deletedAt && deletedAt < oldest.toISOString()) await this.erase(conversationId);
    }
  }

  /** @throws NotFoundError, NotSavedError */
  async setDraft(owner: DraftOwner, draft: Draft): Promise<void> {
    const { conversationId } = owner;
    const conversation = conversationId && (await this.existing(conversationId));
    await this.dependencies.drafts.set(owner, draft);
    if (conversation) await this.tell(conversation, 'draft');
  }

  /** Conversations as they are now: those named, or all that are not in the trash. */
  async read(conversationIds: readonly string[] | undefined): Promise<Conversation[]> {
    if (conversationIds) return Promise.all(conversationIds.map((id) => this.existing(id)));
    const all = (await this.summaries({ deleted: false })).sort(newestFirst);
    const looked = await Promise.all(
      all.map(({ conversationId }) => this.dependencies.store.look(conversationId)),
    );
    return looked.flatMap((found) => (found ? [found.conversation] : []));
  }

  private async summaries(wanted: {
    workspaceUri?: string | undefined;
    deleted: boolean;
  }): Promise<Summary[]> {
    const all = await this.dependencies.index.summaries();
    return all.filter(
      ({ workspaceUri, deletedAt, turnCount }) =>
        turnCount > 0 &&
        (deletedAt !== undefined) === wanted.deleted &&
        (wanted.workspaceUri === undefined || workspaceUri === wanted.workspaceUri),
    );
  }

  private async toHit(found: Found, summary: Summary): Promise<SearchHit | undefined> {
    const { terms, turnId, conversationId } = found;
    const conversation = this.withRunning(summary);
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
    await this.dependencies.drafts.set({ conversationId }, { text: '', context: [] });
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
    if (!conversation) throw new NotFoundError({ what: 'conversation', id: conversationId });
    return conversation;
  }

  private withRunning(summary: Summary): ConversationSummary {
    const running = this.dependencies.conversations.runsIn(summary.conversationId);
    return { ...summary, running };
  }
}

/** Sorts as the list does, and names a place in it. */
function keyOf({ updatedAt, conversationId }: Summary): string {
  return `${updatedAt} ${conversationId}`;
}

function newestFirst(one: Summary, other: Summary): number {
  return keyOf(one) < keyOf(other) ? 1 : -1;
}
