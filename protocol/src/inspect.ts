import * as z from 'zod';
import { WireError } from './errors.ts';
import { exampleIds, exampleText, exampleUsage } from './exampleTurn.ts';
import { request } from './message.ts';
import { Timestamp, Uuid } from './scalars.ts';
import { CallUsage } from './usage.ts';

/** One call to the model, exactly as it was made. */
export const InspectedCall = z.object({
  purpose: z.enum(['condense', 'answer', 'title']),
  startedAt: Timestamp,
  request: z.object({
    method: z.literal('POST'),
    url: z.string().meta({ description: 'Without credentials.' }),
    body: z.looseObject({}).meta({ description: 'The JSON body as it was sent.' }),
  }),
  curl: z.string().meta({
    description: 'The same for a POSIX shell. Values of extra headers are not in it.',
  }),
  content: z.string().meta({ description: 'What the model wrote, as far as it came.' }),
  thinking: z.string().meta({ description: 'Its thinking; empty without any.' }),
  doneReason: z.enum(['stop', 'length']).optional().meta({
    description: 'Absent when the call did not get to its end.',
  }),
  error: WireError.optional().meta({ description: 'Why it did not.' }),
  usage: CallUsage.optional().meta({ description: 'As Ollama counted.' }),
  firstTextAfter: z.number().nonnegative().optional().meta({
    description: 'Milliseconds to the first piece, measured here: queue, load and prompt.',
  }),
  duration: z.number().nonnegative().meta({ description: 'Milliseconds, measured here.' }),
  prefix: z
    .object({
      messages: z.int().nonnegative().meta({ description: 'Messages that were the same.' }),
      characters: z.int().nonnegative().meta({ description: 'And how long these are.' }),
      ofCharacters: z.int().nonnegative().meta({ description: 'Of all messages of this call.' }),
    })
    .meta({
      description:
        'What begins like the call that the same model got before: what its cache could serve. Ollama ' +
        'does not say what it did serve; a short `promptEvalDuration` shows it.',
    }),
});
export type InspectedCall = z.infer<typeof InspectedCall>;

export const TurnInspectRequest = request({
  method: 'turn/inspect',
  direction: 'clientToSidecar',
  doc:
    'The exact calls of a turn, in their order, also of one that runs. The last turns since the ' +
    'start of the sidecar are known; of others, and of turns that asked no model, there are none.',
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
