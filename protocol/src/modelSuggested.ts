import * as z from 'zod';
import { request } from './message.ts';
import { ModelFit } from './modelMemory.ts';
import { NoParams } from './scalars.ts';

/** A model to start with. */
export const SuggestedModel = z.object({
  name: z.string().meta({ description: 'For `model/pull`.' }),
  purpose: z.enum(['coding', 'chinese']).meta({
    description: 'What it is for: code, or conversations in Chinese (about code, too).',
  }),
  parameterSize: z.string(),
  size: z.number().nonnegative().meta({ description: 'Bytes to fetch, about.' }),
  contextLength: z.int().positive().meta({ description: 'Tokens that it was trained for.' }),
  why: z.string().meta({ description: 'For the person: what it is good at.' }),
  installed: z.boolean().meta({ description: 'False, too, when Ollama does not answer.' }),
  recommended: z.boolean().meta({
    description: 'The best of its purpose that fits this machine well; at most one each.',
  }),
  fit: ModelFit.optional().meta({ description: 'Absent for an Ollama on another machine.' }),
});
export type SuggestedModel = z.infer<typeof SuggestedModel>;

export const ModelSuggestedRequest = request({
  method: 'model/suggested',
  direction: 'clientToSidecar',
  doc: 'A short list of models to start with, small ones first. Nothing is asked of the internet.',
  params: NoParams,
  result: z.object({ models: z.array(SuggestedModel) }),
  example: {
    params: {},
    result: {
      models: [
        {
          name: 'qwen2.5-coder:7b',
          purpose: 'coding',
          parameterSize: '7.6B',
          size: 4683087561,
          contextLength: 32768,
          why: 'Good at code in all common languages; the usual choice for 16 GB.',
          installed: false,
          recommended: true,
          fit: { verdict: 'fits', needed: 5600000000, available: 17179869184, why: 'It fits.' },
        },
      ],
    },
  },
});
