import * as z from 'zod';
import { request } from './message.ts';
import { ModelFit, ModelMemory } from './modelMemory.ts';
import { NoParams } from './scalars.ts';

/** A model that Ollama has, as far as its list tells. */
export const ModelSummary = z.object({
  name: z.string().meta({ description: 'With its tag: `qwen2.5-coder:7b`.' }),
  size: z.number().nonnegative().meta({ description: 'Bytes on disk.' }),
  digest: z.string().optional(),
  modifiedAt: z.string().optional().meta({ description: 'ISO 8601, as Ollama writes it.' }),
  family: z.string().optional(),
  parameterSize: z.string().optional(),
  quantization: z.string().optional(),
  capabilities: z
    .array(z.string())
    .optional()
    .meta({ description: 'As Ollama names them: completion, tools, vision, thinking …' }),
  chat: z.boolean().meta({ description: 'Whether it can answer; false for embedding models.' }),
  cloud: z.boolean().meta({ description: 'Whether it runs on somebody else’s machine.' }),
  loaded: z.boolean().meta({ description: 'Whether it is in memory now.' }),
  contextLength: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Longest context it was trained for, in tokens.' }),
  thinking: z.boolean().optional().meta({
    description: 'Whether it can think before it answers. Absent: the server does not tell.',
  }),
  memory: ModelMemory.optional().meta({ description: 'There exactly when it is loaded.' }),
  fit: ModelFit.optional().meta({
    description: 'Absent for cloud models, and for an Ollama on another machine.',
  }),
});
export type ModelSummary = z.infer<typeof ModelSummary>;

export const ModelListRequest = request({
  method: 'model/list',
  direction: 'clientToSidecar',
  doc: 'The installed models, loaded ones first, then by name, with what is known of each.',
  params: NoParams,
  result: z.object({ models: z.array(ModelSummary) }),
  errors: ['ollamaUnreachable', 'ollamaFailed'],
  example: {
    params: {},
    result: {
      models: [
        {
          name: 'qwen2.5-coder:7b',
          size: 4683087561,
          family: 'qwen2',
          parameterSize: '7.6B',
          quantization: 'Q4_K_M',
          capabilities: ['completion', 'tools', 'insert'],
          chat: true,
          cloud: false,
          loaded: true,
          contextLength: 32768,
          thinking: false,
          memory: {
            size: 5137025024,
            gpuSize: 5137025024,
            contextWindow: 4096,
            expiresAt: '2026-03-01T10:17:00.000Z',
          },
          fit: { verdict: 'fits', needed: 5600000000, available: 17179869184, why: 'It fits.' },
        },
      ],
    },
  },
});

/**
 * What Ollama knows of one model. All texts are the model maker's: control characters are removed,
 * and a text that is longer than 64 KB ends in an ellipsis.
 */
export const ModelDetails = z.object({
  name: z.string(),
  capabilities: z.array(z.string()),
  trainedContextLength: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Longest context it was trained for, in tokens.' }),
  modelfileContextWindow: z
    .int()
    .positive()
    .optional()
    .meta({ description: '`num_ctx` that its Modelfile sets.' }),
  family: z.string().optional(),
  parameterSize: z.string().optional(),
  quantization: z.string().optional(),
  template: z.string().optional(),
  system: z.string().optional(),
  parameters: z.string().optional().meta({ description: 'Of its Modelfile, one a line.' }),
  license: z.string().optional(),
});
export type ModelDetails = z.infer<typeof ModelDetails>;

export const ModelShowRequest = request({
  method: 'model/show',
  direction: 'clientToSidecar',
  doc: 'What Ollama knows of one model.',
  params: z.object({ model: z.string().min(1) }),
  result: ModelDetails,
  errors: ['modelMissing', 'ollamaUnreachable', 'ollamaFailed'],
  example: {
    params: { model: 'qwen2.5-coder:7b' },
    result: {
      name: 'qwen2.5-coder:7b',
      capabilities: ['completion', 'tools', 'insert'],
      trainedContextLength: 32768,
      family: 'qwen2',
      parameterSize: '7.6B',
      quantization: 'Q4_K_M',
    },
  },
});
