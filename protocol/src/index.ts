/** The only door of this room: every message of the protocol, once. */
import * as branch from './branch.ts';
import * as builtinStart from './builtinStart.ts';
import * as chain from './chain.ts';
import * as chat from './chat.ts';
import * as doctor from './doctor.ts';
import * as egress from './egress.ts';
import * as history from './history.ts';
import * as ide from './ide.ts';
import * as inspect from './inspect.ts';
import * as lifecycle from './lifecycle.ts';
import type { MessageDeclaration } from './message.ts';
import * as model from './model.ts';
import * as modelMemory from './modelMemory.ts';
import * as modelSuggested from './modelSuggested.ts';
import * as modelTransfer from './modelTransfer.ts';
import * as ollamaStart from './ollamaStart.ts';
import * as page from './page.ts';
import * as prompts from './prompts.ts';
import * as secrets from './secrets.ts';
import * as settings from './settingsMessages.ts';
import * as status from './status.ts';

export * from './branch.ts';
export * from './builtinStart.ts';
export * from './chain.ts';
export * from './chat.ts';
export * from './contextItem.ts';
export * from './conversation.ts';
export * from './doctor.ts';
export * from './egress.ts';
export * from './errors.ts';
export * from './errors.ts';
export * from './hiddenCharacters.ts';
export * from './history.ts';
export * from './ide.ts';
export * from './inspect.ts';
export * from './lifecycle.ts';
export * from './message.ts';
export * from './model.ts';
export * from './modelMemory.ts';
export * from './modelSuggested.ts';
export * from './modelTransfer.ts';
export * from './ollamaStart.ts';
export * from './page.ts';
export * from './prompts.ts';
export * from './scalars.ts';
export * from './secrets.ts';
export * from './settings.ts';
export * from './settingsMessages.ts';
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
  doctor.DoctorRunRequest,
  ollamaStart.OllamaStartRequest,
  builtinStart.BuiltinStartRequest,
  egress.EgressGetRequest,
  chat.ChatSendRequest,
  chat.ChatEventNotification,
  chat.ChatCancelRequest,
  secrets.ChatCheckContextRequest,
  inspect.TurnInspectRequest,
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
  modelSuggested.ModelSuggestedRequest,
  modelMemory.ModelRunningRequest,
  modelMemory.ModelPreloadRequest,
  modelMemory.ModelUnloadRequest,
  modelTransfer.ModelPullRequest,
  modelTransfer.ModelCreateRequest,
  modelTransfer.ModelTransfersRequest,
  modelTransfer.ModelTransferCancelRequest,
  modelTransfer.ModelDeleteRequest,
  modelMemory.ModelChangedNotification,
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
