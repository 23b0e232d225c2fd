import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BuiltinStartRequest,
  ChainCondenseRequest,
  ChainInvokeRequest,
  ChatCancelRequest,
  ChatCheckContextRequest,
  ChatEditRequest,
  ChatRetryRequest,
  ConversationDeleteRequest,
  ConversationExportRequest,
  ConversationGetRequest,
  ConversationImportRequest,
  ConversationListRequest,
  ConversationRestoreRequest,
  ConversationSearchRequest,
  ConversationUpdateRequest,
  DoctorRunRequest,
  DraftSetRequest,
  EgressGetRequest,
  ModelCreateRequest,
  ModelDeleteRequest,
  ModelListRequest,
  ModelPreloadRequest,
  ModelPullRequest,
  ModelRunningRequest,
  ModelShowRequest,
  ModelSuggestedRequest,
  ModelTransferCancelRequest,
  ModelTransfersRequest,
  ModelUnloadRequest,
  OllamaStartRequest,
  PageHelloRequest,
  PromptsListRequest,
  type RequestDeclaration,
  SettingsGetRequest,
  SettingsSchemaRequest,
  SettingsUpdateRequest,
  StatusGetRequest,
  TurnInspectRequest,
} from '@condenser/protocol';
import type * as z from 'zod';
import type { FakeOllama } from '../../fakes/ollama/fakeOllama.ts';
import { SidecarProcess } from '../../process/sidecarProcess.ts';

type Use = <Params extends z.ZodType, Result extends z.ZodType>(
  declaration: RequestDeclaration<Params, Result>,
  params: z.infer<Params>,
) => Promise<z.infer<Result>>;

/** Sends every request of the protocol once. @returns the methods used. */
export async function everyRequest(fake: FakeOllama): Promise<string[]> {
  const sidecar = new SidecarProcess({ host: fake.url });
  const used = new Set(['initialize', 'chat/send', 'shutdown']);
  const use: Use = (declaration, params) => {
    used.add(declaration.method);
    return sidecar.request(declaration, params);
  };
  await sidecar.initialize();
  const conversationId = await chat(sidecar, use);
  await conversations(use, conversationId);
  await models(use, sidecar.child.home);
  await theRest(use);
  await sidecar.leave();
  await sidecar.child.stop();
  return [...used];
}

async function chat(sidecar: SidecarProcess, use: Use): Promise<string> {
  const { conversationId, turnId } = await sidecar.ask('What is a queue?');
  await sidecar.ask('And a stack?', { conversationId });
  const again = { conversationId, turnId };
  await use(ChatRetryRequest, { ...again, clientTurnId: randomUUID() });
  await use(ChatEditRequest, { ...again, clientTurnId: randomUUID(), text: 'What is a heap?' });
  await use(ChatCancelRequest, again);
  await use(ChatCheckContextRequest, { context: [] });
  await use(TurnInspectRequest, again);
  const input = { chat_history: [['What is it?', 'A queue.']] as [string, string][] };
  await use(ChainCondenseRequest, { ...input, question: 'And then?' });
  await use(ChainInvokeRequest, { ...input, question: 'And then?' });
  return conversationId;
}

async function conversations(use: Use, conversationId: string): Promise<void> {
  await use(ConversationListRequest, { deleted: false, limit: 20 });
  await use(ConversationGetRequest, { conversationId });
  await use(ConversationSearchRequest, { query: 'queue', limit: 10 });
  await use(ConversationUpdateRequest, { conversationId, title: 'Queues' });
  const { text } = await use(ConversationExportRequest, {
    conversationIds: [conversationId],
    format: 'json',
  });
  await use(ConversationImportRequest, { text });
  await use(ConversationDeleteRequest, { conversationId, permanently: false });
  await use(ConversationRestoreRequest, { conversationId });
  await use(DraftSetRequest, { conversationId, text: 'Half a quest', context: [] });
}

async function models(use: Use, folder: string): Promise<void> {
  const { models } = await use(ModelListRequest, {});
  const model = models[0]?.name ?? '';
  await use(ModelShowRequest, { model });
  await use(ModelPreloadRequest, { model });
  await use(ModelRunningRequest, {});
  await use(ModelUnloadRequest, { model });
  await use(ModelSuggestedRequest, {});
  await use(ModelPullRequest, { model: 'another:1b', progressToken: 'pull' });
  const path = join(folder, 'my.gguf');
  writeFileSync(path, 'GGUF weights');
  await use(ModelCreateRequest, { model: 'mine', path });
  await use(ModelTransfersRequest, {});
  // Fails because nothing is running.
  await use(ModelTransferCancelRequest, { model: 'mine' }).catch(() => undefined);
  await use(ModelDeleteRequest, { model: 'another:1b' });
  // The only model left is the default.
  await use(ModelDeleteRequest, { model: 'mine' });
}

async function theRest(use: Use): Promise<void> {
  await use(PageHelloRequest, { pageId: randomUUID() });
  await use(PromptsListRequest, {});
  await use(SettingsGetRequest, {});
  await use(SettingsSchemaRequest, {});
  await use(SettingsUpdateRequest, { changes: { temperature: 0.3 } });
  await use(StatusGetRequest, {});
  await use(DoctorRunRequest, {});
  await use(EgressGetRequest, {});
  // Lists the downloads.
  await use(BuiltinStartRequest, { fetch: false });
  // It may be running already, or not be installed: both are answers.
  await use(OllamaStartRequest, {}).catch(() => undefined);
}
