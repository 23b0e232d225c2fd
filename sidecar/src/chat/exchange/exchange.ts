import type { ConversationChanged } from '@condenser/protocol';
import type { DiskStore } from '../../store/diskStore.ts';
import type { Archive } from '../archive.ts';
import type { Conversations } from '../conversations.ts';
import type { EventHub } from '../eventHub.ts';
import { type ExchangedConversation, parseExchangeFile, toExchangeFile } from './exchangeFile.ts';
import { suggestedFileName, toMarkdown } from './markdown.ts';

/** What came of an export. */
export interface Exported {
  readonly fileName: string;
  readonly text: string;
  readonly conversations: number;
  readonly unreadable: string[];
}

/** What came of an import. */
export interface Imported {
  readonly conversationIds: string[];
  readonly turnsAdded: number;
  readonly turnsKnown: number;
}

/** What has been added to one conversation, and what takes it back. */
interface Added {
  readonly conversationId: string;
  readonly isNew: boolean;
  readonly turns: number;
  readonly undo: () => Promise<void>;
}

/** Takes conversations out, and takes them in. */
export class Exchange {
  private readonly store: DiskStore;
  private readonly archive: Archive;
  private readonly conversations: Conversations;
  private readonly changes: EventHub<ConversationChanged>;

  constructor(given: {
    store: DiskStore;
    archive: Archive;
    conversations: Conversations;
    changes: EventHub<ConversationChanged>;
  }) {
    this.store = given.store;
    this.archive = given.archive;
    this.conversations = given.conversations;
    this.changes = given.changes;
  }

  /**
   * The text, a name to suggest for its file, how many conversations it holds, and which it goes
   * without because nothing of them can be read.
   *
   * @throws `notFound`
   */
  async export(
    conversationIds: readonly string[] | undefined,
    format: 'markdown' | 'json',
  ): Promise<Exported> {
    const { conversations: chosen, unreadable } = await this.archive.read(conversationIds);
    const [ending, text] =
      format === 'json'
        ? (['json', toExchangeFile(chosen)] as const)
        : (['md', toMarkdown(chosen)] as const);
    const fileName = suggestedFileName(chosen, ending);
    return { fileName, text, conversations: chosen.length, unreadable };
  }

  /**
   * Adds the turns that are not here yet; what is here stays as it is.
   *
   * @throws `invalidParams` for a text that is no export, `notSaved`: nothing was added then.
   */
  async import(text: string): Promise<Imported> {
    const results: { added: Added; known: number }[] = [];
    const exchanged = parseExchangeFile(text);
    try {
      for (const one of exchanged) {
        const added = await this.add(one);
        results.push({ added, known: one.turns.length - added.turns });
      }
    } catch (error) {
      for (const { added } of results.reverse()) await added.undo();
      throw error;
    }
    const grown = results.filter(({ added }) => added.turns > 0);
    for (const { added } of grown) await this.tell(added.conversationId, added.isNew);
    return {
      conversationIds: grown.map(({ added }) => added.conversationId),
      turnsAdded: sum(results.map(({ added }) => added.turns)),
      turnsKnown: sum(results.map(({ known }) => known)),
    };
  }

  private async add(exchanged: ExchangedConversation): Promise<Added> {
    const { conversationId, createdAt, workspaceUri, title, titleSource, turns } = exchanged;
    const here = await this.store.get(conversationId);
    const fresh = turns
      .filter(({ turnId }) => !here?.turns.has(turnId))
      .map((turn) => ({ ...turn, stopReason: turn.stopReason ?? ('error' as const) }));
    const isNew = here === undefined;
    const added = { conversationId, isNew, turns: fresh.length };
    if (fresh.length === 0) return { ...added, undo: () => Promise.resolve() };
    const head = { conversationId, createdAt, workspaceUri };
    const named = isNew && titleSource !== 'question' ? { title, titleSource } : undefined;
    return { ...added, undo: await this.store.addEnded(head, fresh, named) };
  }

  private async tell(conversationId: string, isNew: boolean): Promise<void> {
    const conversation = await this.store.get(conversationId);
    if (conversation === undefined) return;
    const summary = this.conversations.summary(conversation);
    const what = isNew ? 'created' : 'turns';
    await this.changes.emit({ conversationId, what, conversation: summary });
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
