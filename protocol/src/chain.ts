import * as z from 'zod';
import { Strategy } from './common.ts';
import { exampleText } from './examples.ts';
import { request } from './message.ts';

/** The input of the chain, in the format of LangServe. */
export const ChainInput = z.object({
  chat_history: z
    .array(z.tuple([z.string(), z.string()]))
    .meta({ description: 'Pairs of question and answer, oldest first.' }),
  question: z.string().min(1).meta({ description: 'The follow-up question.' }),
});
export type ChainInput = z.infer<typeof ChainInput>;

const ChainParams = ChainInput.extend({
  model: z.string().min(1).optional().meta({ description: 'Absent: as in the settings.' }),
  strategy: Strategy.optional().meta({ description: 'Absent: as in the settings.' }),
});

/** Why a rewrite was refused: the first guard that rejected it. */
export const RewriteRefusal = z.enum([
  'empty',
  'thinking',
  'severalLines',
  'instruction',
  'answer',
  'tooLong',
  'otherLanguage',
  'alreadySaid',
  'lostNumber',
  'lostQuotation',
  'lostIdentifier',
  'lostNegation',
  'lostWord',
  'invented',
  'vague',
  'unrelated',
]);
export type RewriteRefusal = z.infer<typeof RewriteRefusal>;

/** The result of the condense step. */
export const CondenseOutcome = z.object({
  standaloneQuestion: z.string().meta({
    description: 'The rewrite, else the question composed by rules, else the question itself.',
  }),
  rewritten: z.boolean().meta({
    description: 'Whether it is a rewrite, which is sent to the model together with the question.',
  }),
  composed: z
    .enum(['replaced', 'joined'])
    .optional()
    .meta({
      description:
        'Present if rules composed it without a model call. `replaced`: part of the previous question ' +
        'was replaced. `joined`: the previous questions were joined to this one.',
    }),
  skipped: z
    .enum([
      'noHistory',
      'greeting',
      'continuation',
      'ownContext',
      'strategy',
      'edited',
      'refusals',
      'onePrompt',
    ])
    .optional()
    .meta({
      description:
        'Why there was no condense call. `greeting`: small talk or an acknowledgement. ' +
        '`continuation`: a bare "continue". `ownContext`: the question contains code. `strategy`: the ' +
        'strategy does not condense. `edited`: the user wrote the standalone question. `refusals`: ' +
        'too many rewrites in a row were refused. `onePrompt`: the server keeps one prompt in its ' +
        'cache, and the call would evict the conversation.',
    }),
  dropped: z
    .object({
      reason: RewriteRefusal,
      rewrite: z.string().meta({ description: 'The refused rewrite.' }),
    })
    .optional()
    .meta({ description: 'The rewrite that a guard refused, and why.' }),
  searchTerms: z
    .array(z.string())
    .optional()
    .meta({
      description:
        'Terms to search the code for: at most 12 identifiers and English words, without duplicates. ' +
        'Absent if there are none.',
    }),
});
export type CondenseOutcome = z.infer<typeof CondenseOutcome>;

const modelErrors = [
  'cancelled',
  'ollamaUnreachable',
  'modelMissing',
  'outOfMemory',
  'busy',
  'notSupported',
  'contextOverflow',
  'ollamaFailed',
] as const;

const exampleParams: z.input<typeof ChainParams> = {
  chat_history: [
    ['How do I read a file line by line in Java?', 'Use Files.lines(Path.of("notes.txt")).'],
  ],
  question: exampleText.question,
};

const exampleOutcome: CondenseOutcome = {
  standaloneQuestion: exampleText.standaloneQuestion,
  rewritten: true,
};

export const ChainCondenseRequest = request({
  method: 'chain/condense',
  direction: 'clientToSidecar',
  doc: 'Runs the condense step alone: turns history and follow-up into a standalone question.',
  params: ChainParams,
  result: CondenseOutcome,
  errors: modelErrors,
  example: { params: exampleParams, result: exampleOutcome },
});

export const ChainInvokeRequest = request({
  method: 'chain/invoke',
  direction: 'clientToSidecar',
  doc: 'Runs the whole chain without a conversation. Nothing is saved or streamed.',
  params: ChainParams,
  result: z.object({
    output: z.string().meta({ description: 'The answer.' }),
    condensed: CondenseOutcome,
  }),
  errors: modelErrors,
  example: {
    params: exampleParams,
    result: { output: exampleText.answer, condensed: exampleOutcome },
  },
});
