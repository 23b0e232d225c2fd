import type { ConversationStore } from '../../store/conversationStore.ts';
import type { Conversations } from '../conversations.ts';
import type { Turns } from '../turns.ts';
import { type ExportedConversation, parseJsonFile, toJsonFile } from './jsonFile.ts';
import { suggestedFileName, toMarkdown } from './markdown.ts';

/** The result of an export. */
export interface ExportResult {
  /** A name to suggest for the file. */
  readonly fileName: string;
  readonly text: string;
  /** How many conversations the text contains. */
  readonly conversations: number;
  /** Ids of conversations that are left out because their files could not be read at all. */
  readonly unreadable: string[];
}

/** The result of an import. */
export interface ImportResult {
  readonly conversationIds: string[];
  readonly turnsAdded: number;
  readonly turnsKnown: number;
}

/** The part of an import that concerns one conversation, and a function that reverts it. */
interface Added {
  readonly conversationId: string;
  readonly isNew: boolean;
  readonly turns: number;
  readonly undo: () => Promise<void>;
}

/** Exports conversations as Markdown or JSON, and imports that JSON. */
export class ExportImport {
  private readonly store: ConversationStore;
  private readonly turns: Turns;
  private readonly conversations: Conversations;

  constructor(store: ConversationStore, turns: Turns, conversations: Conversations) {
    this.store = store;
    this.turns = turns;
    this.conversations = conversations;
  }

  /** @throws `notFound` */
  async export(
    conversationIds: readonly string[] | undefined,
    format: 'markdown' | 'json',
  ): Promise<ExportResult> {
    const { conversations: chosen, unreadable } = await this.conversations.read(conversationIds);
    const [extension, text] =
      format === 'json'
        ? (['json', toJsonFile(chosen)] as const)
        : (['md', toMarkdown(chosen)] as const);
    const fileName = suggestedFileName(chosen, extension);
    return { fileName, text, conversations: chosen.length, unreadable };
  }

  /**
   * Adds the turns that are not here yet; existing ones stay as they are.
   *
   * @throws `invalidParams` for a text that is not an export, `notSaved`; then nothing was
   *   added.
   */
  async import(text: string): Promise<ImportResult> {
    const results: { added: Added; known: number }[] = [];
    const imported = parseJsonFile(text);
    try {
      for (const conversation of imported) {
        const added = await this.add(conversation);
        results.push({ added, known: conversation.turns.length - added.turns });
      }
    } catch (error) {
      for (const { added } of results.reverse()) await added.undo();
      throw error;
    }
    const changed = results.filter(({ added }) => added.turns > 0);
    for (const { added } of changed) await this.announce(added.conversationId, added.isNew);
    return {
      conversationIds: changed.map(({ added }) => added.conversationId),
      turnsAdded: sum(results.map(({ added }) => added.turns)),
      turnsKnown: sum(results.map(({ known }) => known)),
    };
  }

  private async add(imported: ExportedConversation): Promise<Added> {
    const { conversationId, createdAt, workspaceUri, title, titleSource, turns } = imported;
    const existing = await this.store.get(conversationId);
    const missing = turns
      .filter(({ turnId }) => !existing?.turns.has(turnId))
      .map((turn) => ({ ...turn, stopReason: turn.stopReason ?? ('error' as const) }));
    const isNew = existing === undefined;
    const added = { conversationId, isNew, turns: missing.length };
    if (missing.length === 0) return { ...added, undo: () => Promise.resolve() };
    const head = { conversationId, createdAt, workspaceUri };
    const named = isNew && titleSource !== 'question' ? { title, titleSource } : undefined;
    return { ...added, undo: await this.store.addFinished(head, missing, named) };
  }

  private async announce(conversationId: string, isNew: boolean): Promise<void> {
    const conversation = await this.store.get(conversationId);
    if (conversation) await this.turns.announce(conversation, isNew ? 'created' : 'turns');
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
