import type { ConversationChanged } from '@condenser/protocol';
import type { Archive } from '../archive.ts';
import type { Conversation } from '../conversation.ts';
import type { Conversations } from '../conversations.ts';
import type { EventHub } from '../eventHub.ts';
import type { DiskStore } from '../store/diskStore.ts';
import { type ExchangedConversation, parseExchangeFile, toExchangeFile } from './exchangeFile.ts';
import { suggestedFileName, toMarkdown } from './markdown.ts';

/** What came of an import. */
export interface Imported {
  readonly conversationIds: string[];
  readonly turnsAdded: number;
  readonly turnsKnown: number;
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
   * The text, a name to suggest for its file, and how many conversations it holds.
   *
   * @throws NotFoundError
   */
  async export(
    conversationIds: readonly string[] | undefined,
    format: 'markdown' | 'json',
  ): Promise<{ fileName: string; text: string; conversations: number }> {
    const chosen = await this.archive.read(conversationIds);
    const [ending, text] =
      format === 'json'
        ? (['json', toExchangeFile(chosen)] as const)
        : (['md', toMarkdown(chosen)] as const);
    return { fileName: suggestedFileName(chosen, ending), text, conversations: chosen.length };
  }

  /**
   * Adds the turns that are not here yet; what is here stays as it is.
   *
   * @throws InvalidParamsError for a text that is no export, NotSavedError.
   */
  async import(text: string): Promise<Imported> {
    const conversationIds: string[] = [];
    let [turnsAdded, turnsKnown] = [0, 0];
    for (const exchanged of parseExchangeFile(text)) {
      const added = await this.importOne(exchanged);
      turnsAdded += added;
      turnsKnown += exchanged.turns.length - added;
      if (added > 0) conversationIds.push(exchanged.conversationId);
    }
    return { conversationIds, turnsAdded, turnsKnown };
  }

  private async importOne(exchanged: ExchangedConversation): Promise<number> {
    const { conversationId, createdAt, workspaceUri, title, titleSource, turns } = exchanged;
    const here = await this.store.get(conversationId);
    const head = { conversationId, createdAt, workspaceUri };
    const fresh = turns.filter(({ turnId }) => !here?.turns.has(turnId));
    if (fresh.length === 0) return 0;
    const conversation = here ?? this.store.create(head);
    for (const turn of fresh) {
      await this.store.addEnded(conversation, { ...turn, stopReason: turn.stopReason ?? 'error' });
    }
    if (!here && titleSource !== 'question') {
      await this.store.change(conversation, { title, titleSource });
    }
    await this.tell(conversation, here ? 'turns' : 'created');
    return fresh.length;
  }

  private async tell(conversation: Conversation, what: 'created' | 'turns'): Promise<void> {
    const { conversationId } = conversation;
    const summary = this.conversations.summary(conversation);
    await this.changes.emit({ conversationId, what, conversation: summary });
  }
}
