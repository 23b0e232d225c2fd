import * as z from 'zod';
import { notification, request } from './message.ts';
import { NoParams, Nothing, Timestamp } from './scalars.ts';

const modelName = z.string().min(1).meta({ description: 'As `model/list` names it.' });

/** What a loaded model holds, as Ollama counts it. */
export const ModelMemory = z.object({
  size: z.number().nonnegative().meta({ description: 'Bytes in all.' }),
  gpuSize: z.number().nonnegative().meta({
    description: 'Bytes of them on the graphics card; less than `size`: the rest is slow.',
  }),
  contextWindow: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'Tokens of the window that it was loaded with.' }),
  expiresAt: Timestamp.optional().meta({
    description: 'When Ollama unloads it if nobody asks. Absent: never.',
  }),
});
export type ModelMemory = z.infer<typeof ModelMemory>;

/** Whether a model fits into the memory of this machine: an estimate, and its figures. */
export const ModelFit = z.object({
  verdict: z.enum(['fits', 'tight', 'tooBig']).meta({
    description:
      '`tight`: it runs, and leaves little for other programs. `tooBig`: it needs more than there is.',
  }),
  needed: z.number().nonnegative().meta({
    description: 'Bytes: the model, a context window of 8192 tokens, and what runs it.',
  }),
  available: z.number().nonnegative().meta({ description: 'Bytes of memory of this machine.' }),
  why: z.string().meta({ description: 'For the person, in the locale of `initialize`.' }),
});
export type ModelFit = z.infer<typeof ModelFit>;

export const ModelRunningRequest = request({
  method: 'model/running',
  direction: 'clientToSidecar',
  doc: 'The models in memory, with what they hold and until when. Asked of Ollama each time.',
  params: NoParams,
  result: z.object({ models: z.array(ModelMemory.extend({ name: z.string() })) }),
  errors: ['ollamaUnreachable', 'ollamaFailed'],
  example: {
    params: {},
    result: {
      models: [
        {
          name: 'qwen2.5-coder:7b',
          size: 5137025024,
          gpuSize: 5137025024,
          contextWindow: 4096,
          expiresAt: '2026-03-01T10:17:00.000Z',
        },
      ],
    },
  },
});

export const ModelPreloadRequest = request({
  method: 'model/preload',
  direction: 'clientToSidecar',
  doc:
    'Loads a model with the window that the next turn will ask for, so that its first answer does ' +
    'not wait. Answers once it is loaded; cancelling ends the load.',
  params: z.object({ model: modelName }),
  result: z.object({
    contextWindow: z.int().positive().meta({ description: 'Tokens.' }),
    duration: z.number().nonnegative().meta({ description: 'Milliseconds that it took.' }),
  }),
  errors: [
    'cancelled',
    'modelMissing',
    'outOfMemory',
    'busy',
    'notSupported',
    'ollamaUnreachable',
    'ollamaFailed',
  ],
  example: {
    params: { model: 'qwen2.5-coder:7b' },
    result: { contextWindow: 4096, duration: 2310 },
  },
});

export const ModelUnloadRequest = request({
  method: 'model/unload',
  direction: 'clientToSidecar',
  doc: 'Takes a model out of memory. One that is not loaded is left as it is.',
  params: z.object({ model: modelName }),
  result: Nothing,
  errors: ['modelMissing', 'busy', 'ollamaUnreachable', 'ollamaFailed'],
  example: { params: { model: 'qwen2.5-coder:7b' }, result: null },
});

export const ModelChangedNotification = notification({
  method: 'model/changed',
  direction: 'sidecarToClient',
  doc:
    'What a list of models shows may be another now: one was pulled, made, deleted, loaded or ' +
    'unloaded here, or a pull began or ended. Ask again.',
  params: NoParams,
  example: { params: {} },
});
