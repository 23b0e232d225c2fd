import * as z from 'zod';
import { ContextItem, StopReason, Strategy, Timestamp, Uuid } from './common.ts';
import { WireError } from './errors.ts';
import { exampleIds, exampleParentTurnId, exampleText, exampleUsage } from './examples.ts';
import { request } from './message.ts';

const Milliseconds = z.number().nonnegative();

/** The cost of one model call, as reported by Ollama. Durations are in milliseconds. */
export const CallUsage = z.object({
  promptTokens: z
    .int()
    .nonnegative()
    .meta({ description: 'Tokens of the whole prompt, cached or not (`prompt_eval_count`).' }),
  answerTokens: z.int().nonnegative().meta({ description: 'Generated tokens (`eval_count`).' }),
  loadDuration: Milliseconds.meta({ description: 'Loading the model, in milliseconds.' }),
  promptEvalDuration: Milliseconds.meta({
    description: 'Processing the prompt, in milliseconds.',
  }),
  evalDuration: Milliseconds.meta({ description: 'Generating the answer, in milliseconds.' }),
  totalDuration: Milliseconds.meta({ description: 'The whole call, in milliseconds.' }),
});
export type CallUsage = z.infer<typeof CallUsage>;

/** The cost of a turn. A step that did not run is absent. */
export const Usage = z.object({
  model: z.string().meta({ description: 'The model that answered.' }),
  contextWindow: z.int().positive().meta({ description: 'The requested `num_ctx`.' }),
  answer: CallUsage.optional().meta({
    description: 'The answer call. Absent when it did not complete.',
  }),
  condense: CallUsage.optional().meta({
    description: 'The condense call. Absent when there was none.',
  }),
});
export type Usage = z.infer<typeof Usage>;

/** Something that the user should know about a turn and that is not an error. Clients show it. */
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
        'The kind of notice; its details are further fields. `rewriteDropped` (`reason`, ' +
        '`rewrite`): a guard refused the standalone question, and the user message was used alone. ' +
        '`condenseFailed` (`reason`, `model`): the condense call failed, and the user message was ' +
        'used alone. `condenseStopped` (`count`, `model`): `count` rewrites in a row were refused, ' +
        'so this conversation is no longer condensed; the page shows it in the inspector. `turnsLeftOut` (`count`): the oldest turns ' +
        'did not fit into the context window. `contextWindowGrown` (`from`, `to`, in tokens): the ' +
        'model is reloaded with a larger window. `promptTruncated` (`promptTokens`): Ollama ' +
        'truncated the prompt. `notSaved` (`reason`, `path`): writing to disk failed. ' +
        '`looksSecret` (`findings`, as in `chat/checkContext` but without messages, and `places`): ' +
        'the question or its context looks like a secret; it was sent anyway. `emptyAnswer` ' +
        '(`reason`: `thinking`, `toolCalls`, `load` or `nothing`): the model returned no answer. ' +
        '`repetitionStopped`: the model repeated itself endlessly and was stopped. ' +
        '`thinkingInAnswer` (`answerStart`, in UTF-16 units): the answer up to that offset is ' +
        'unmarked thinking.',
    }),
  message: z.string().meta({ description: 'Message for the user, localized.' }),
});
export type Notice = z.infer<typeof Notice>;

/** A question and its answer, as stored. The turns of a conversation form a tree. */
export const TurnRecord = z.object({
  turnId: Uuid,
  clientTurnId: Uuid.meta({
    description: 'The id that the client chose, so that it recognizes its own turns.',
  }),
  parentTurnId: Uuid.nullable().meta({
    description:
      'The previous turn; null for a first turn. Turns with the same parent are versions of each ' +
      'other, in list order.',
  }),
  createdAt: Timestamp,
  text: z.string().meta({ description: 'The question, as the user wrote it.' }),
  context: z.array(ContextItem),
  strategy: Strategy,
  model: z.string().optional().meta({ description: 'Absent until a model is chosen.' }),
  standaloneQuestion: z
    .string()
    .optional()
    .meta({ description: 'Absent when the user message is used alone.' }),
  answer: z
    .string()
    .meta({ description: 'The answer so far; partial if the turn was cancelled or failed.' }),
  thinking: z.string().meta({ description: 'The thinking so far.' }),
  notices: z.array(Notice),
  usage: Usage.optional().meta({ description: 'Absent when no model was called.' }),
  stopReason: StopReason.optional().meta({ description: 'Absent while the turn is running.' }),
  error: WireError.optional().meta({
    description: 'Present if and only if `stopReason` is `"error"`.',
  }),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

/** The ids that identify a turn to clients. */
export const turnIds = {
  conversationId: Uuid,
  ...TurnRecord.pick({ turnId: true, clientTurnId: true }).shape,
};

export const exampleTurn: TurnRecord = {
  turnId: exampleIds.turnId,
  clientTurnId: exampleIds.clientTurnId,
  parentTurnId: exampleParentTurnId,
  createdAt: '2026-11-24T09:14:00.000Z',
  text: exampleText.question,
  context: [],
  strategy: 'condense+history',
  model: 'qwen2.5-coder:7b',
  standaloneQuestion: exampleText.standaloneQuestion,
  answer: exampleText.answer,
  thinking: '',
  notices: [],
  usage: exampleUsage,
  stopReason: 'complete',
};

/** One model call, exactly as it was made. */
export const InspectedCall = z.object({
  purpose: z.enum(['condense', 'answer', 'title']),
  startedAt: Timestamp,
  request: z.object({
    method: z.literal('POST'),
    url: z.string().meta({ description: 'Without credentials.' }),
    body: z.looseObject({}).meta({ description: 'The JSON body as sent.' }),
  }),
  curl: z.string().meta({
    description: 'The request as a command for a POSIX shell, without extra header values.',
  }),
  content: z.string().meta({ description: 'The text generated so far.' }),
  thinking: z.string().meta({ description: 'The thinking generated so far; may be empty.' }),
  doneReason: z.enum(['stop', 'length']).optional().meta({
    description: 'Absent when the call did not complete.',
  }),
  error: WireError.optional().meta({ description: 'Why the call did not complete.' }),
  usage: CallUsage.optional().meta({ description: 'As reported by Ollama.' }),
  firstTextAfter: z.number().nonnegative().optional().meta({
    description:
      'Milliseconds until the first text, measured by the sidecar: queueing, loading and prompt.',
  }),
  duration: z.number().nonnegative().meta({
    description: 'Milliseconds for the whole call, measured by the sidecar.',
  }),
  prefix: z
    .object({
      messages: z.int().nonnegative().meta({ description: 'Number of identical messages.' }),
      characters: z.int().nonnegative().meta({ description: 'Their length in characters.' }),
      ofCharacters: z
        .int()
        .nonnegative()
        .meta({ description: 'Length of all messages of this call.' }),
    })
    .meta({
      description:
        'The prefix shared with the previous call to the same model, which its prompt cache can ' +
        'serve. Ollama does not report what it served; a short `promptEvalDuration` indicates it.',
    }),
});
export type InspectedCall = z.infer<typeof InspectedCall>;

export const TurnInspectRequest = request({
  method: 'turn/inspect',
  direction: 'clientToSidecar',
  doc:
    'Returns the model calls of a turn in order, even while the turn is running. Only the latest ' +
    'turns since the sidecar started are available; for others, and for turns that called no model, ' +
    'the list is empty.',
  params: z.object({ conversationId: Uuid, turnId: Uuid }),
  result: z.object({ calls: z.array(InspectedCall) }),
  errors: ['notFound'],
  example: {
    params: { conversationId: exampleIds.conversationId, turnId: exampleIds.turnId },
    result: {
      calls: [
        {
          purpose: 'condense',
          startedAt: '2026-03-01T10:12:00.000Z',
          request: {
            method: 'POST',
            url: 'http://127.0.0.1:11434/api/chat',
            body: {
              model: 'qwen2.5-coder:7b',
              messages: [{ role: 'user', content: exampleText.question }],
              stream: true,
            },
          },
          curl: `curl http://127.0.0.1:11434/api/chat -d '{"model":"qwen2.5-coder:7b", …}'`,
          content: exampleText.standaloneQuestion,
          thinking: '',
          doneReason: 'stop',
          usage: exampleUsage.condense,
          firstTextAfter: 130,
          duration: 534,
          prefix: { messages: 3, characters: 611, ofCharacters: 802 },
        },
      ],
    },
  },
});
