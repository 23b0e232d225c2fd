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

/** What people do with conversations beside talking in them. */
export function handleConversations(dispatcher: Dispatcher, { room }: Application): void {
  const { archive, exchange } = room;
  dispatcher
    .handle(ConversationListRequest, (params) => archive.list(params))
    .handle(ConversationGetRequest, ({ conversationId, ...range }) =>
      archive.get(conversationId, range),
    )
    .handle(ConversationSearchRequest, async ({ query, workspaceUri, limit }) => ({
      hits: await archive.search(query, workspaceUri, limit),
    }))
    .handle(ConversationUpdateRequest, (params) => archive.update(params))
    .handle(ConversationDeleteRequest, async ({ conversationId, permanently }) => ({
      restorableUntil: await archive.delete(conversationId, permanently),
    }))
    .handle(ConversationRestoreRequest, ({ conversationId }) => archive.restore(conversationId))
    .handle(ConversationExportRequest, async ({ conversationIds, format }) => {
      const { fileName, text, unreadable } = await exchange.export(conversationIds, format);
      return { fileName, text, ...(unreadable.length === 0 ? {} : { unreadable }) };
    })
    .handle(ConversationImportRequest, ({ text }) => exchange.import(text))
    .handle(DraftSetRequest, async ({ conversationId, workspaceUri, pageId, ...draft }) => {
      await archive.setDraft({ conversationId, workspaceUri }, draft, pageId);
      return null;
    });
}
