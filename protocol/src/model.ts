import * as z from 'zod';
import { NoParams, Nothing, ProgressToken, Timestamp } from './common.ts';
import { notification, request } from './message.ts';

const modelName = z.string().min(1).meta({ description: 'The name, as in `model/list`.' });

/** The memory used by a loaded model, as reported by Ollama. */
export const ModelMemory = z.object({
  size: z.number().nonnegative().meta({ description: 'Bytes in total.' }),
  gpuSize: z.number().nonnegative().meta({
    description: 'Bytes in GPU memory. Less than `size`: the rest runs slowly on the CPU.',
  }),
  contextWindow: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The context window it was loaded with, in tokens.' }),
  expiresAt: Timestamp.optional().meta({
    description: 'When Ollama unloads the model if it is not used. Absent: never.',
  }),
});
export type ModelMemory = z.infer<typeof ModelMemory>;

/** An estimate of whether a model fits into the memory of this machine. */
export const ModelFit = z.object({
  verdict: z.enum(['fits', 'tight', 'tooBig']).meta({
    description:
      '`tight`: it runs, but leaves little memory for other programs. `tooBig`: it needs more ' +
      'memory than there is.',
  }),
  needed: z.number().nonnegative().meta({
    description: 'Bytes for the model, a context window of 8192 tokens, and the runner.',
  }),
  available: z.number().nonnegative().meta({ description: 'Bytes of memory of this machine.' }),
  why: z.string().meta({ description: 'Explanation for the user, localized.' }),
});
export type ModelFit = z.infer<typeof ModelFit>;

/** An installed model, as listed by Ollama. */
export const ModelSummary = z.object({
  name: z.string().meta({ description: 'With its tag: `qwen2.5-coder:7b`.' }),
  size: z.number().nonnegative().meta({ description: 'Bytes on disk.' }),
  digest: z.string().optional(),
  modifiedAt: z.string().optional().meta({ description: 'ISO 8601, as written by Ollama.' }),
  family: z.string().optional(),
  parameterSize: z.string().optional(),
  quantization: z.string().optional(),
  capabilities: z
    .array(z.string())
    .optional()
    .meta({ description: 'As named by Ollama: completion, tools, vision, thinking …' }),
  chat: z.boolean().meta({ description: 'Whether it can chat; false for embedding models.' }),
  cloud: z.boolean().meta({ description: 'Whether it runs in the cloud.' }),
  loaded: z.boolean().meta({ description: 'Whether it is in memory.' }),
  contextLength: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The trained context length, in tokens.' }),
  thinking: z.boolean().optional().meta({
    description: 'Whether it can think before it answers. Absent: unknown.',
  }),
  memory: ModelMemory.optional().meta({ description: 'Present if and only if it is loaded.' }),
  fit: ModelFit.optional().meta({
    description: 'Absent for cloud models, and if Ollama runs on another machine.',
  }),
});
export type ModelSummary = z.infer<typeof ModelSummary>;

const exampleMemory: ModelMemory = {
  size: 5137025024,
  gpuSize: 5137025024,
  contextWindow: 4096,
  expiresAt: '2026-03-01T10:17:00.000Z',
};
const exampleFit: ModelFit = {
  verdict: 'fits',
  needed: 5600000000,
  available: 17179869184,
  why: 'It fits.',
};

export const ModelListRequest = request({
  method: 'model/list',
  direction: 'clientToSidecar',
  doc: 'Lists the installed models, loaded ones first, then by name.',
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
          memory: exampleMemory,
          fit: exampleFit,
        },
      ],
    },
  },
});

/**
 * Details of a model, as reported by Ollama. All texts come from the author of the model: control
 * characters are removed, and texts longer than 64 KB are truncated with an ellipsis.
 */
export const ModelDetails = z.object({
  name: z.string(),
  capabilities: z.array(z.string()),
  trainedContextLength: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The trained context length, in tokens.' }),
  modelfileContextWindow: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The `num_ctx` in its Modelfile.' }),
  family: z.string().optional(),
  parameterSize: z.string().optional(),
  quantization: z.string().optional(),
  template: z.string().optional(),
  system: z.string().optional(),
  parameters: z
    .string()
    .optional()
    .meta({ description: 'Parameters in its Modelfile, one per line.' }),
  license: z.string().optional(),
});
export type ModelDetails = z.infer<typeof ModelDetails>;

export const ModelShowRequest = request({
  method: 'model/show',
  direction: 'clientToSidecar',
  doc: 'Returns details of a model.',
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

/** A suggestion for a first model. */
export const SuggestedModel = z.object({
  name: z.string().meta({ description: 'The name for `model/pull`.' }),
  purpose: z.enum(['coding', 'chinese']).meta({
    description: '`coding`: code. `chinese`: conversations in Chinese, including about code.',
  }),
  parameterSize: z.string(),
  size: z.number().nonnegative().meta({ description: 'Approximate download size in bytes.' }),
  contextLength: z.int().positive().meta({ description: 'The trained context length, in tokens.' }),
  why: z.string().meta({ description: 'What it is good at, for the user.' }),
  installed: z.boolean().meta({ description: 'Also false if Ollama does not answer.' }),
  recommended: z.boolean().meta({
    description: 'The best model for its purpose that fits this machine; at most one per purpose.',
  }),
  fit: ModelFit.optional().meta({ description: 'Absent if Ollama runs on another machine.' }),
});
export type SuggestedModel = z.infer<typeof SuggestedModel>;

export const ModelSuggestedRequest = request({
  method: 'model/suggested',
  direction: 'clientToSidecar',
  doc: 'Returns a short list of first models, smallest first, without accessing the internet.',
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
          fit: exampleFit,
        },
      ],
    },
  },
});

export const ModelRunningRequest = request({
  method: 'model/running',
  direction: 'clientToSidecar',
  doc:
    'Lists the loaded models, the memory they use, and when they are unloaded. Ollama is queried ' +
    'each time.',
  params: NoParams,
  result: z.object({ models: z.array(ModelMemory.extend({ name: z.string() })) }),
  errors: ['ollamaUnreachable', 'ollamaFailed'],
  example: {
    params: {},
    result: { models: [{ name: 'qwen2.5-coder:7b', ...exampleMemory }] },
  },
});

export const ModelPreloadRequest = request({
  method: 'model/preload',
  direction: 'clientToSidecar',
  doc:
    'Loads a model with the context window that the next turn will request, so that its answer ' +
    'starts sooner. Resolves once the model is loaded; cancelling the request aborts the load.',
  params: z.object({ model: modelName }),
  result: z.object({
    contextWindow: z.int().positive().meta({ description: 'In tokens.' }),
    duration: z.number().nonnegative().meta({ description: 'Loading time in milliseconds.' }),
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
  doc: 'Unloads a model from memory. Does nothing if it is not loaded.',
  params: z.object({ model: modelName }),
  result: Nothing,
  errors: ['modelMissing', 'busy', 'ollamaUnreachable', 'ollamaFailed'],
  example: { params: { model: 'qwen2.5-coder:7b' }, result: null },
});

/**
 * Progress of a pull or a create, as the `value` of `$/progress`. `completed` and `total` are bytes
 * of all parts known so far; `completed` never decreases.
 */
export const TransferProgress = z.object({
  phase: z.enum(['preparing', 'transferring', 'verifying', 'finishing', 'quantizing']).meta({
    description:
      '`preparing`: the sidecar finds out what to transfer. `transferring`: bytes are transferred. ' +
      '`verifying`: checksums are verified. `quantizing`: Ollama converts the weights. ' +
      '`finishing`: Ollama writes the model.',
  }),
  completed: z.number().nonnegative().meta({ description: 'Bytes transferred.' }),
  total: z.number().nonnegative().meta({ description: 'Bytes of all known parts; may grow.' }),
  bytesPerSecond: z.number().nonnegative().optional().meta({
    description: 'Average of the last seconds. Absent until it can be measured.',
  }),
  secondsLeft: z.number().nonnegative().optional().meta({ description: 'At that speed.' }),
  status: z.string().meta({ description: 'The status message of Ollama.' }),
});
export type TransferProgress = z.infer<typeof TransferProgress>;

const progressToken = ProgressToken.optional().meta({
  description: 'For `$/progress` with TransferProgress.',
});
const installed = z.object({
  model: z.string().meta({ description: 'The name of the installed model.' }),
  size: z.number().nonnegative().optional().meta({ description: 'Bytes on disk.' }),
});
const transferErrors = ['cancelled', 'notSupported', 'ollamaUnreachable', 'ollamaFailed'] as const;

export const ModelPullRequest = request({
  method: 'model/pull',
  direction: 'clientToSidecar',
  begins: 'transfer',
  doc:
    'Downloads a model. A second request for the same model joins the running pull; cancelling ' +
    'either request stops it for both. Downloaded data is kept, and the next pull resumes there. ' +
    'Disconnecting does not stop the pull.',
  params: z.object({
    model: z
      .string()
      .min(1)
      .meta({
        description:
          'A name in the Ollama library, `hf.co/owner/repo:quantization`, or the URL of a model on ' +
          'huggingface.co.',
      }),
    progressToken,
  }),
  result: installed,
  errors: ['modelMissing', 'invalidParams', ...transferErrors],
  example: {
    params: { model: 'qwen2.5-coder:7b', progressToken: 'pull-1' },
    result: { model: 'qwen2.5-coder:7b', size: 4683087561 },
  },
});

/** What a model is created from. Paths are on the machine of the sidecar. */
export const ModelCreateParams = z.object({
  model: z.string().min(1).meta({ description: 'The name of the new model.' }),
  from: z.string().min(1).optional().meta({ description: 'An installed model to start from.' }),
  path: z.string().min(1).optional().meta({
    description: 'A GGUF file, or a folder with safetensors or GGUF files; instead of `from`.',
  }),
  adapter: z.string().min(1).optional().meta({
    description: 'A LoRA adapter: a GGUF file, or a folder with safetensors files.',
  }),
  system: z.string().optional().meta({ description: 'The system message of the model.' }),
  template: z.string().min(1).optional().meta({
    description: 'A prompt template in the syntax of Ollama. Absent: the template in the files.',
  }),
  parameters: z
    .record(
      z.string(),
      z.union([z.number(), z.boolean(), z.string(), z.array(z.union([z.string(), z.number()]))]),
    )
    .optional()
    .meta({ description: 'As in a Modelfile: `temperature`, `num_ctx`, `stop` …' }),
  quantize: z.string().min(1).optional().meta({
    description: 'Such as `q4_K_M` or `q8_0`. The weights must be f16, bf16 or f32.',
  }),
  license: z.string().optional(),
  progressToken,
});
export type ModelCreateParams = z.infer<typeof ModelCreateParams>;

export const ModelCreateRequest = request({
  method: 'model/create',
  direction: 'clientToSidecar',
  begins: 'transfer',
  doc:
    'Creates a model from local files or from an installed model. Files that Ollama already has, by ' +
    'checksum, are not sent again. Cancelling and disconnecting work as for `model/pull`.',
  params: ModelCreateParams,
  result: installed,
  errors: ['modelMissing', 'notFound', 'invalidParams', 'busy', ...transferErrors],
  example: {
    params: {
      model: 'my-coder',
      path: '/home/ada/models/my-coder-f16.gguf',
      system: 'You answer in code.',
      parameters: { temperature: 0.2 },
      quantize: 'q4_K_M',
      progressToken: 'create-1',
    },
    result: { model: 'my-coder:latest', size: 986048768 },
  },
});

/** A running pull or create. */
export const Transfer = z.object({
  kind: z.enum(['pull', 'create']),
  model: z.string(),
  progress: TransferProgress,
});
export type Transfer = z.infer<typeof Transfer>;

export const ModelTransfersRequest = request({
  method: 'model/transfers',
  direction: 'clientToSidecar',
  doc: 'Lists the running pulls and creates, so that a reloaded page can join a pull.',
  params: NoParams,
  result: z.object({ transfers: z.array(Transfer) }),
  example: {
    params: {},
    result: {
      transfers: [
        {
          kind: 'pull',
          model: 'qwen2.5-coder:7b',
          progress: {
            phase: 'transferring',
            completed: 1203765248,
            total: 4683087561,
            bytesPerSecond: 20971520,
            secondsLeft: 166,
            status: 'pulling 60e05f210007',
          },
        },
      ],
    },
  },
});

export const ModelTransferCancelRequest = request({
  method: 'model/transferCancel',
  direction: 'clientToSidecar',
  doc:
    'Cancels a running pull or create, regardless of which client started it. Resolves once it has ' +
    'ended; does nothing if none is running.',
  params: z.object({ model: z.string().min(1) }),
  result: Nothing,
  example: { params: { model: 'qwen2.5-coder:7b' }, result: null },
});

export const ModelDeleteRequest = request({
  method: 'model/delete',
  direction: 'clientToSidecar',
  doc: 'Deletes an installed model. A client asks the user to confirm first, stating the size.',
  params: z.object({ model: z.string().min(1) }),
  result: z.object({
    size: z.number().nonnegative().meta({
      description: 'Size of the model in bytes. Parts shared with other models are kept.',
    }),
  }),
  errors: ['modelMissing', 'busy', 'notSupported', 'ollamaUnreachable', 'ollamaFailed'],
  example: { params: { model: 'qwen2.5-coder:7b' }, result: { size: 4683087561 } },
});

export const ModelChangedNotification = notification({
  method: 'model/changed',
  direction: 'sidecarToClient',
  doc:
    'The list of models may have changed: a model was pulled, created, deleted, loaded or unloaded ' +
    'by this sidecar, or a transfer started or ended. Clients request `model/list` again.',
  params: NoParams,
  example: { params: {} },
});
