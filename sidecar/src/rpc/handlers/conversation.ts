import {
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
  DraftSetRequest,
} from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** Managing conversations: list, search, rename, delete, export, import, drafts. */
export function handleConversations(dispatcher: Dispatcher, { chat }: Application): void {
  const { conversations, exportImport } = chat;
  dispatcher
    .handle(ConversationListRequest, (params) => conversations.list(params))
    .handle(ConversationGetRequest, ({ conversationId, ...range }) =>
      conversations.get(conversationId, range),
    )
    .handle(ConversationSearchRequest, async ({ query, workspaceUri, limit }) => ({
      hits: await conversations.search(query, workspaceUri, limit),
    }))
    .handle(ConversationUpdateRequest, (params) => conversations.update(params))
    .handle(ConversationDeleteRequest, async ({ conversationId, permanently }) => ({
      restorableUntil: await conversations.delete(conversationId, permanently),
    }))
    .handle(ConversationRestoreRequest, ({ conversationId }) =>
      conversations.restore(conversationId),
    )
    .handle(ConversationExportRequest, async ({ conversationIds, format }) => {
      const { fileName, text, unreadable } = await exportImport.export(conversationIds, format);
      return { fileName, text, ...(unreadable.length === 0 ? {} : { unreadable }) };
    })
    .handle(ConversationImportRequest, ({ text }) => exportImport.import(text))
    .handle(DraftSetRequest, async ({ conversationId, workspaceUri, pageId, ...draft }) => {
      await conversations.setDraft({ conversationId, workspaceUri }, draft, pageId);
      return null;
    });
}
