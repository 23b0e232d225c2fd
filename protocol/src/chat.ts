import * as z from 'zod';
import { ContextItem, Nothing, StopReason, Strategy, Uuid } from './common.ts';
import { exampleIds, exampleParentTurnId, exampleText, exampleUsage } from './examples.ts';
import { notification, request } from './message.ts';
import { ChatOptions } from './settings.ts';
import { Notice, TurnRecord, turnIds, Usage } from './turn.ts';

export const ChatSendParams = z.object({
  clientTurnId: Uuid.meta({
    description:
      'Chosen by the client. A request with a known id returns that turn instead of starting ' +
      'another; with a different `text` it is rejected.',
  }),
  conversationId: Uuid.optional().meta({ description: 'Absent: a new conversation.' }),
  parentTurnId: Uuid.optional().meta({
    description: 'The previous turn. Absent: the last turn of the conversation.',
  }),
  text: z.string().min(1).meta({ description: 'The question, as the user wrote it.' }),
  context: z
    .array(ContextItem)
    .optional()
    .meta({ description: 'Code or text that the question is about.' }),
  model: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'Absent: the model of the previous turn, else the model in the settings, else the sidecar ' +
        'chooses one.',
    }),
  strategy: Strategy.optional().meta({ description: 'Absent: as in the settings.' }),
  options: ChatOptions.optional().meta({
    description: 'Options for this turn. Each one overrides the settings.',
  }),
  standaloneQuestion: z.string().min(1).optional().meta({
    description: 'A standalone question written by the user; skips the condense step.',
  }),
  workspaceUri: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The project of a new conversation.' }),
});
export type ChatSendParams = z.infer<typeof ChatSendParams>;

export const ChatSendResult = z.object({
  conversationId: Uuid.meta({ description: 'The conversation, which may be new.' }),
  ...TurnRecord.pick({ turnId: true, standaloneQuestion: true, answer: true }).shape,
  stopReason: StopReason,
  ...TurnRecord.pick({ error: true, usage: true }).shape,
});
export type ChatSendResult = z.infer<typeof ChatSendResult>;

const exampleResult: ChatSendResult = {
  conversationId: exampleIds.conversationId,
  turnId: exampleIds.turnId,
  standaloneQuestion: exampleText.standaloneQuestion,
  answer: exampleText.answer,
  stopReason: 'complete',
  usage: exampleUsage,
};

export const ChatSendRequest = request({
  method: 'chat/send',
  direction: 'clientToSidecar',
  begins: 'turn',
  doc:
    'Asks a question. Resolves once the answer is saved. Until the question is saved, a failure is ' +
    'a JSON-RPC error; after that, the request resolves with `stopReason: "error"`. Cancelling the ' +
    'request saves the partial answer and resolves with `stopReason: "cancelled"`.',
  params: ChatSendParams,
  result: ChatSendResult,
  errors: ['notFound', 'turnRunning'],
  example: {
    params: {
      clientTurnId: exampleIds.clientTurnId,
      conversationId: exampleIds.conversationId,
      text: exampleText.question,
    },
    result: exampleResult,
  },
});

const { clientTurnId, model, strategy, options, standaloneQuestion } = ChatSendParams.shape;
const newVersion = {
  conversationId: Uuid,
  turnId: Uuid.meta({ description: 'The turn to create another version of.' }),
  clientTurnId,
  model,
  strategy,
  options,
};

const ChatRetryParams = z.object({ ...newVersion, standaloneQuestion });
export type ChatRetryParams = z.infer<typeof ChatRetryParams>;

const ChatEditParams = z.object({
  ...newVersion,
  text: ChatSendParams.shape.text,
  context: ChatSendParams.shape.context.meta({
    description: 'Absent: the context of the original question.',
  }),
});
export type ChatEditParams = z.infer<typeof ChatEditParams>;

export const ChatRetryRequest = request({
  method: 'chat/retry',
  direction: 'clientToSidecar',
  begins: 'turn',
  doc:
    'Asks the same question again. The new turn is a sibling of the original one, which is kept. ' +
    'Resolves like `chat/send`.',
  params: ChatRetryParams,
  result: ChatSendResult,
  errors: ['notFound', 'turnRunning'],
  example: {
    params: {
      conversationId: exampleIds.conversationId,
      turnId: exampleParentTurnId,
      clientTurnId: exampleIds.clientTurnId,
      standaloneQuestion: exampleText.standaloneQuestion,
    },
    result: exampleResult,
  },
});

export const ChatEditRequest = request({
  method: 'chat/edit',
  direction: 'clientToSidecar',
  begins: 'turn',
  doc:
    'Asks an edited version of an earlier question. The conversation branches there; the original ' +
    'branch is kept. Resolves like `chat/send`.',
  params: ChatEditParams,
  result: ChatSendResult,
  errors: ['notFound', 'turnRunning'],
  example: {
    params: {
      conversationId: exampleIds.conversationId,
      turnId: exampleParentTurnId,
      clientTurnId: exampleIds.clientTurnId,
      text: exampleText.question,
    },
    result: exampleResult,
  },
});

const text = z.string().meta({ description: 'The next piece; never empty.' });
const offset = z.int().nonnegative().meta({
  description: 'UTF-16 length of all earlier pieces of the same kind in the turn.',
});

/** An event of a turn, in this order: started, condensed?, thinking*, delta*, usage?, finished. */
export const ChatEvent = z.discriminatedUnion('kind', [
  z
    .object({
      ...turnIds,
      kind: z.literal('started'),
      ...TurnRecord.pick({
        createdAt: true,
        parentTurnId: true,
        text: true,
        model: true,
        strategy: true,
      }).shape,
    })
    .meta({ description: 'Once, first: the question is saved.' }),
  z
    .object({
      ...turnIds,
      kind: z.literal('condensed'),
      standaloneQuestion: z.string(),
      source: z.enum(['model', 'rule', 'person']).meta({
        description:
          'Origin of the standalone question: the model, a rule (without a model call), or the user ' +
          '(`person`).',
      }),
    })
    .meta({
      description: 'At most once, before the answer: the standalone question that is used.',
    }),
  z
    .object({ ...turnIds, kind: z.literal('thinking'), text, offset })
    .meta({ description: 'Any number, from thinking models: the next piece of the thinking.' }),
  z
    .object({ ...turnIds, kind: z.literal('delta'), text, offset })
    .meta({ description: 'Any number: the next piece of the answer.' }),
  z
    .object({ ...turnIds, kind: z.literal('usage'), usage: Usage })
    .meta({ description: 'At most once, after the last delta: the cost of the turn.' }),
  z
    .object({ ...turnIds, kind: z.literal('notice'), notice: Notice })
    .meta({ description: 'Any number, anywhere in between: something the user should know.' }),
  z
    .object({
      ...turnIds,
      kind: z.literal('finished'),
      stopReason: StopReason,
      error: TurnRecord.shape.error,
      answerLength: z.int().nonnegative().meta({ description: 'UTF-16 length of the answer.' }),
    })
    .meta({ description: 'Once, last: the answer is saved.' }),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;

export const ChatEventNotification = notification({
  method: 'chat/event',
  direction: 'sidecarToClient',
  doc:
    'Reports an event of a turn to every initialized client. The deltas of a turn add up to its ' +
    'answer; `finished` is sent after the answer is saved and before the response.',
  params: ChatEvent,
  example: { params: { ...exampleIds, kind: 'delta', text: ' { println(it) }.', offset: 33 } },
});

export const ChatCancelRequest = request({
  method: 'chat/cancel',
  direction: 'clientToSidecar',
  doc:
    'Cancels a running turn, regardless of which client started it and which process with the same ' +
    'data folder runs it. Resolves once the turn has ended or its process is gone. The partial ' +
    'answer is saved. A turn that has already ended is not changed.',
  params: z.object({ conversationId: Uuid, turnId: Uuid }),
  result: Nothing,
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleIds.conversationId, turnId: exampleIds.turnId },
    result: null,
  },
});

/** The kind of secret that a text or file name looks like. */
export const SecretKind = z.enum([
  'environmentFile',
  'privateKey',
  'keyStore',
  'credentialsFile',
  'historyFile',
  'accessToken',
  'password',
  'connectionString',
  'authorizationHeader',
]);
export type SecretKind = z.infer<typeof SecretKind>;

/** Something in a question or its context that looks like a secret. */
export const SecretFinding = z.object({
  item: z.int().nonnegative().optional().meta({
    description: 'Index of the context item. Absent: the question itself.',
  }),
  kind: SecretKind,
  rule: z.string().meta({ description: 'Stable name of the rule that matched.' }),
  line: z.int().positive().optional().meta({
    description: 'Line of the match, starting at 1. Absent: the file name matched.',
  }),
  message: z.string().meta({ description: 'Message for the user, localized.' }),
});
export type SecretFinding = z.infer<typeof SecretFinding>;

/** The details of the `looksSecret` notice. */
export const LooksSecretFacts = z.object({
  findings: z.array(SecretFinding.omit({ message: true })),
  places: z.string(),
});
export type LooksSecretFacts = z.infer<typeof LooksSecretFacts>;

export const ChatCheckContextRequest = request({
  method: 'chat/checkContext',
  direction: 'clientToSidecar',
  doc:
    'Checks context items for secrets, by file name and by text, before they are sent. Nothing is ' +
    'stored or leaves the machine. `chat/send` accepts such items and adds a `looksSecret` notice ' +
    'to the turn.',
  params: z.object({ context: z.array(ContextItem) }),
  result: z.object({
    findings: z.array(SecretFinding).meta({ description: 'In the order of the items.' }),
  }),
  example: {
    params: {
      context: [
        { kind: 'file', uri: 'file:///home/ada/notes/.env', text: 'DB_PASSWORD=tr0ub4dor' },
      ],
    },
    result: {
      findings: [
        {
          item: 0,
          kind: 'environmentFile',
          rule: 'env',
          message: 'The file name .env suggests environment variables with secrets.',
        },
        {
          item: 0,
          kind: 'password',
          rule: 'password-setting',
          line: 1,
          message: '.env, line 1: this looks like a password.',
        },
      ],
    },
  },
});
