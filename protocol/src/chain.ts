import * as z from 'zod';
import { exampleText } from './exampleTurn.ts';
import { request } from './message.ts';
import { Strategy } from './scalars.ts';

/** The chain's input as LangServe clients know it: pairs of what was said and answered. */
export const ChainInput = z.object({
  chat_history: z
    .array(z.tuple([z.string(), z.string()]))
    .meta({ description: 'Pairs of what the person said and what was answered, oldest first.' }),
  question: z.string().min(1).meta({ description: 'The follow-up.' }),
});
export type ChainInput = z.infer<typeof ChainInput>;

const ChainParams = ChainInput.extend({
  model: z.string().min(1).optional().meta({ description: 'Default: as in the settings.' }),
  strategy: Strategy.optional().meta({ description: 'Default: as in the settings.' }),
});

/** Why a rewrite is not used: the first guard that refused it. */
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

/** What came of the condense step: a standalone question, or why there is none. */
export const CondenseOutcome = z.object({
  standaloneQuestion: z.string().meta({
    description: 'The rewrite, else what rules composed, else the question itself.',
  }),
  rewritten: z.boolean().meta({
    description: 'Whether it is a rewrite, which goes to the model beside the question.',
  }),
  composed: z
    .enum(['replaced', 'joined'])
    .optional()
    .meta({
      description:
        'Made by rules and not by the model: a part of the previous question replaced, or the ' +
        'questions before joined to this one.',
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
        'Why the model was not asked: no history; small talk or an acknowledgement; a bare ' +
        '"continue"; code in the question; the strategy; a form of the user’s own; refused ' +
        'rewrites in a row; or a server that keeps one prompt, which the call would push out.',
    }),
  dropped: z
    .object({
      reason: RewriteRefusal,
      rewrite: z.string().meta({ description: 'What the model wrote.' }),
    })
    .optional()
    .meta({ description: 'A rewrite that a guard refused, and why.' }),
  searchTerms: z
    .array(z.string())
    .optional()
    .meta({
      description:
        'What a search through the code would look for: at most 12 identifiers and English words, ' +
        'each once. Absent where there is none.',
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
  doc: 'The condense step alone: history and follow-up to one standalone question.',
  params: ChainParams,
  result: CondenseOutcome,
  errors: modelErrors,
  example: { params: exampleParams, result: exampleOutcome },
});

export const ChainInvokeRequest = request({
  method: 'chain/invoke',
  direction: 'clientToSidecar',
  doc: 'The whole chain without a conversation: nothing is kept, nothing is streamed.',
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
