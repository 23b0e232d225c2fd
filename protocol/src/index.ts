/** The only door of this room: every message of the protocol, once. */
import * as branch from './branch.ts';
import * as chain from './chain.ts';
import * as chat from './chat.ts';
import * as history from './history.ts';
import * as ide from './ide.ts';
import * as lifecycle from './lifecycle.ts';
import type { MessageDeclaration } from './message.ts';
import * as model from './model.ts';
import * as page from './page.ts';
import * as status from './status.ts';

export * from './branch.ts';
export * from './chain.ts';
export * from './chat.ts';
export * from './contextItem.ts';
export * from './conversation.ts';
export * from './errors.ts';
export * from './history.ts';
export * from './ide.ts';
export * from './lifecycle.ts';
export * from './message.ts';
export * from './model.ts';
export * from './page.ts';
export * from './scalars.ts';
export * from './settings.ts';
export * from './status.ts';
export * from './usage.ts';

/** Every declared message in the order of the documentation. */
export const messages: readonly MessageDeclaration[] = [
  lifecycle.InitializeRequest,
  lifecycle.InitializedNotification,
  lifecycle.ShutdownRequest,
  lifecycle.ExitNotification,
  lifecycle.CancelRequestNotification,
  lifecycle.ProgressNotification,
  lifecycle.SetTraceNotification,
  page.PageHelloRequest,
  status.StatusGetRequest,
  status.StatusChangedNotification,
  chat.ChatSendRequest,
  chat.ChatEventNotification,
  chat.ChatCancelRequest,
  branch.ChatRetryRequest,
  branch.ChatEditRequest,
  history.ConversationListRequest,
  history.ConversationGetRequest,
  history.ConversationSearchRequest,
  history.ConversationUpdateRequest,
  history.ConversationDeleteRequest,
  history.ConversationRestoreRequest,
  history.ConversationExportRequest,
  history.ConversationImportRequest,
  history.ConversationChangedNotification,
  history.DraftSetRequest,
  model.ModelListRequest,
  model.ModelShowRequest,
  chain.ChainCondenseRequest,
  chain.ChainInvokeRequest,
  ide.IdeCapabilitiesRequest,
  ide.IdeSelectionRequest,
  ide.IdeInsertRequest,
  ide.IdeReplaceSelectionRequest,
  ide.IdeNewFileRequest,
  ide.IdeDiffRequest,
  ide.IdeOpenRequest,
  ide.IdeCopyRequest,
  ide.IdeOpenExternalRequest,
  ide.IdeOpenLogRequest,
  ide.IdeFocusEditorRequest,
  ide.IdeAskNotification,
  ide.IdeDocumentChangedNotification,
];
