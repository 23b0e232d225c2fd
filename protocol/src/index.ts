/** The entry of the protocol: every message, once, and every shape by its name. */
import * as builtin from './builtin.ts';
import * as chain from './chain.ts';
import * as chat from './chat.ts';
import * as conversation from './conversation.ts';
import * as doctor from './doctor.ts';
import * as draft from './draft.ts';
import * as egress from './egress.ts';
import * as ide from './ide.ts';
import * as lifecycle from './lifecycle.ts';
import type { MessageDeclaration } from './message.ts';
import * as model from './model.ts';
import * as ollama from './ollama.ts';
import * as page from './page.ts';
import * as prompts from './prompts.ts';
import * as settings from './settings.ts';
import * as status from './status.ts';
import * as turn from './turn.ts';

export * from './builtin.ts';
export * from './chain.ts';
export * from './chat.ts';
export * from './common.ts';
export * from './conversation.ts';
export * from './doctor.ts';
export * from './draft.ts';
export * from './egress.ts';
export * from './errors.ts';
export * from './hiddenCharacters.ts';
export * from './ide.ts';
export * from './lifecycle.ts';
export * from './message.ts';
export * from './model.ts';
export * from './ollama.ts';
export * from './page.ts';
export * from './prompts.ts';
export * from './settings.ts';
export * from './status.ts';
export * from './turn.ts';

/** Every declared message, in the order of the documentation. */
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
  doctor.DoctorRunRequest,
  ollama.OllamaStartRequest,
  builtin.BuiltinStartRequest,
  egress.EgressGetRequest,
  chat.ChatSendRequest,
  chat.ChatEventNotification,
  chat.ChatCancelRequest,
  chat.ChatRetryRequest,
  chat.ChatEditRequest,
  chat.ChatCheckContextRequest,
  turn.TurnInspectRequest,
  conversation.ConversationListRequest,
  conversation.ConversationGetRequest,
  conversation.ConversationSearchRequest,
  conversation.ConversationUpdateRequest,
  conversation.ConversationDeleteRequest,
  conversation.ConversationRestoreRequest,
  conversation.ConversationExportRequest,
  conversation.ConversationImportRequest,
  conversation.ConversationChangedNotification,
  draft.DraftSetRequest,
  model.ModelListRequest,
  model.ModelShowRequest,
  model.ModelSuggestedRequest,
  model.ModelRunningRequest,
  model.ModelPreloadRequest,
  model.ModelUnloadRequest,
  model.ModelPullRequest,
  model.ModelCreateRequest,
  model.ModelTransfersRequest,
  model.ModelTransferCancelRequest,
  model.ModelDeleteRequest,
  model.ModelChangedNotification,
  settings.SettingsGetRequest,
  settings.SettingsUpdateRequest,
  settings.SettingsSchemaRequest,
  settings.SettingsChangedNotification,
  prompts.PromptsListRequest,
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
