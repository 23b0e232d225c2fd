import * as z from 'zod';
import { ChatSendParams, ChatSendResult } from './chat.ts';
import { exampleIds, exampleParentTurnId, exampleText, exampleUsage } from './exampleTurn.ts';
import { request } from './message.ts';
import { Uuid } from './scalars.ts';

const { clientTurnId, model, strategy, options, standaloneQuestion, text, context } =
  ChatSendParams.shape;
const of = {
  conversationId: Uuid,
  turnId: Uuid.meta({ description: 'The turn that the new one is another version of.' }),
  clientTurnId,
  model,
  strategy,
  options,
};
const exampleResult = {
  conversationId: exampleIds.conversationId,
  turnId: exampleIds.turnId,
  standaloneQuestion: exampleText.standaloneQuestion,
  answer: exampleText.answer,
  stopReason: 'complete' as const,
  usage: exampleUsage,
};

const ChatRetryParams = z.object({ ...of, standaloneQuestion });
export type ChatRetryParams = z.infer<typeof ChatRetryParams>;

const ChatEditParams = z.object({
  ...of,
  text,
  context: context.meta({ description: 'Absent: what went with the old question.' }),
});
export type ChatEditParams = z.infer<typeof ChatEditParams>;

export const ChatRetryRequest = request({
  method: 'chat/retry',
  direction: 'clientToSidecar',
  begins: 'turn',
  doc:
    'Another answer to the same question: a new turn beside the old one, which stays. Resolves ' +
    'like `chat/send`.',
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
    'Asks a changed question in the place of an earlier one: the conversation branches there, and ' +
    'nothing of the old branch is lost. Resolves like `chat/send`.',
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
