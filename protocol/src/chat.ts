import * as z from 'zod';
import { ContextItem } from './contextItem.ts';
import { WireError } from './errors.ts';
import { exampleIds, exampleText, exampleUsage } from './exampleTurn.ts';
import { notification, request } from './message.ts';
import { Nothing, StopReason, Strategy, Timestamp, Uuid } from './scalars.ts';
import { ChatOptions } from './settings.ts';
import { Usage } from './usage.ts';

/** Something a person should know about a turn that is not an error. A client shows it. */
export const Notice = z.looseObject({
  code: z
    .enum([
      'rewriteDropped',
      'condenseFailed',
      'condenseStopped',
      'turnsLeftOut',
      'contextWindowGrown',
      'promptTruncated',
      'notSaved',
      'looksSecret',
      'emptyAnswer',
      'repetitionStopped',
      'thinkingInAnswer',
    ])
    .meta({
      description:
        'What happened; its facts are further fields. `rewriteDropped` (`reason`, `rewrite`): the ' +
        'standalone question failed a guard, the person’s own words were used. `condenseFailed` ' +
        '(`reason`, `model`): there is none, the person’s own words were used. `condenseStopped` ' +
        '(`count`, `model`): so many rewrites in a row were refused, and none is asked for in this ' +
        'conversation any more; the page shows it in the inspector. `turnsLeftOut` (`count`): the ' +
        'oldest turns no longer fit into the context window. `contextWindowGrown` (`from`, `to`, in ' +
        'tokens): the model is loaded anew. `promptTruncated` (`promptTokens`): Ollama cut the ' +
        'conversation. `notSaved` (`reason`, `path`): the disk refused. `looksSecret` (`findings`, as in ' +
        '`chat/checkContext` without their sentences, and `places`): the question or its context ' +
        'looks like a secret; it was sent all the same. `emptyAnswer` (`reason`: `thinking`, ' +
        '`toolCalls`, `load` or `nothing`): the model ended without an answer. `repetitionStopped`: ' +
        'the model had gone into a loop. `thinkingInAnswer` (`answerStart`, in UTF-16 units): the ' +
        'answer before that is thinking that nothing marked when it began.',
    }),
  message: z.string().meta({ description: 'For the person, in the locale of `initialize`.' }),
});
export type Notice = z.infer<typeof Notice>;

export const ChatSendParams = z.object({
  clientTurnId: Uuid.meta({
    description:
      'Sent again, it gives the same turn, not a second. With another text it is refused.',
  }),
  conversationId: Uuid.optional().meta({ description: 'Absent: a new conversation.' }),
  parentTurnId: Uuid.optional().meta({
    description: 'The turn that this one follows. Absent: the last one of the conversation.',
  }),
  text: z.string().min(1).meta({ description: 'The question, as the person wrote it.' }),
  context: z
    .array(ContextItem)
    .optional()
    .meta({ description: 'Code or text that the question is about.' }),
  model: z.string().min(1).optional().meta({
    description: 'Absent: the one of the turn before, else of the settings, else one is chosen.',
  }),
  strategy: Strategy.optional().meta({ description: 'Absent: as in the settings.' }),
  options: ChatOptions.optional().meta({
    description: 'How the model is asked, for this turn. Key by key they beat the settings.',
  }),
  standaloneQuestion: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The person’s own standalone form: the condense step is skipped.' }),
  workspaceUri: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The project that a new conversation belongs to.' }),
});
export type ChatSendParams = z.infer<typeof ChatSendParams>;

export const ChatSendResult = z.object({
  conversationId: Uuid.meta({ description: 'Of the conversation, which may be a new one.' }),
  turnId: Uuid.meta({ description: 'Of this turn.' }),
  standaloneQuestion: z
    .string()
    .optional()
    .meta({ description: 'Absent when the person’s own words were asked alone.' }),
  answer: z
    .string()
    .meta({ description: 'What was answered, in part when the turn was stopped or broke.' }),
  stopReason: StopReason,
  error: WireError.optional().meta({ description: 'There exactly with `stopReason: "error"`.' }),
  usage: Usage.optional().meta({ description: 'Absent when no model was asked.' }),
});
export type ChatSendResult = z.infer<typeof ChatSendResult>;

export const ChatSendRequest = request({
  method: 'chat/send',
  direction: 'clientToSidecar',
  begins: 'turn',
  doc:
    'Asks a question. Resolves once the answer is saved. Before the question is saved a failure ' +
    'is a JSON-RPC error; after that the turn resolves with `stopReason: "error"`. Cancelling the ' +
    'request keeps the partial answer and resolves with `stopReason: "cancelled"`.',
  params: ChatSendParams,
  result: ChatSendResult,
  errors: ['notFound', 'turnRunning'],
  example: {
    params: {
      clientTurnId: exampleIds.clientTurnId,
      conversationId: exampleIds.conversationId,
      text: exampleText.question,
    },
    result: {
      conversationId: exampleIds.conversationId,
      turnId: exampleIds.turnId,
      standaloneQuestion: exampleText.standaloneQuestion,
      answer: exampleText.answer,
      stopReason: 'complete',
      usage: exampleUsage,
    },
  },
});

const turn = {
  conversationId: Uuid,
  turnId: Uuid,
  clientTurnId: Uuid.meta({ description: 'As `chat/send` gave it: a client knows its own turns.' }),
};
const text = z.string().meta({ description: 'The piece; never empty.' });
const offset = z
  .int()
  .nonnegative()
  .meta({ description: 'UTF-16 units of this kind that came before it in the turn.' });

/** What happens in a turn, in this order: started, condensed?, thinking*, delta*, finished. */
export const ChatEvent = z.discriminatedUnion('kind', [
  z
    .object({
      ...turn,
      kind: z.literal('started'),
      createdAt: Timestamp,
      parentTurnId: Uuid.nullable().meta({ description: 'Null for the first of a conversation.' }),
      text: z.string().meta({ description: 'The question, as the person wrote it.' }),
      model: z.string().optional().meta({ description: 'Absent: it is being chosen.' }),
      strategy: Strategy,
    })
    .meta({ description: 'Once, first: the question is saved.' }),
  z
    .object({
      ...turn,
      kind: z.literal('condensed'),
      standaloneQuestion: z.string(),
      source: z
        .enum(['model', 'rule', 'person'])
        .meta({ description: 'Who made it; `rule`: a rule, without asking a model.' }),
    })
    .meta({ description: 'At most once, before the answer: a standalone question is used.' }),
  z
    .object({ ...turn, kind: z.literal('thinking'), text, offset })
    .meta({ description: 'Any number, from models that think: the next piece of their thinking.' }),
  z
    .object({ ...turn, kind: z.literal('delta'), text, offset })
    .meta({ description: 'Any number: the next piece of the answer.' }),
  z
    .object({ ...turn, kind: z.literal('usage'), usage: Usage })
    .meta({ description: 'At most once, after the last delta: what the turn cost.' }),
  z
    .object({ ...turn, kind: z.literal('notice'), notice: Notice })
    .meta({ description: 'Any number, anywhere in between: something a person should know.' }),
  z
    .object({
      ...turn,
      kind: z.literal('finished'),
      stopReason: StopReason,
      error: WireError.optional().meta({
        description: 'There exactly with `stopReason: "error"`.',
      }),
      answerLength: z.int().nonnegative().meta({ description: 'UTF-16 units of the answer.' }),
    })
    .meta({ description: 'Once, last: the answer is saved.' }),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;

export const ChatEventNotification = notification({
  method: 'chat/event',
  direction: 'sidecarToClient',
  doc:
    'What happens in a turn, to every initialized client. The deltas of a turn add up to its ' +
    'answer; `finished` comes after the save and before the reply.',
  params: ChatEvent,
  example: { params: { ...exampleIds, kind: 'delta', text: ' { println(it) }.', offset: 33 } },
});

export const ChatCancelRequest = request({
  method: 'chat/cancel',
  direction: 'clientToSidecar',
  doc:
    'Stops a running turn, whoever started it and whichever process on the same data folder answers ' +
    'it. Answers once the turn has ended, or its process has gone. The partial answer is kept. A ' +
    'turn that has already ended is left as it is.',
  params: z.object({ conversationId: Uuid, turnId: Uuid }),
  result: Nothing,
  errors: ['notFound', 'notSaved'],
  example: {
    params: { conversationId: exampleIds.conversationId, turnId: exampleIds.turnId },
    result: null,
  },
});
