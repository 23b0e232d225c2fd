import * as z from 'zod';
import { request } from './message.ts';
import { NoParams, ProgressToken } from './scalars.ts';

/**
 * How far a pull or a create has come; what `$/progress` carries for it. `completed` and `total`
 * are bytes over all parts that are known so far, and `completed` never goes back.
 */
export const TransferProgress = z.object({
  phase: z.enum(['preparing', 'transferring', 'verifying', 'finishing', 'quantizing']).meta({
    description:
      '`preparing`: what there is to transfer is looked up or read. `transferring`: bytes move. ' +
      '`verifying`: checksums. `quantizing`: Ollama converts the weights. `finishing`: Ollama writes.',
  }),
  completed: z.number().nonnegative().meta({ description: 'Bytes that are there.' }),
  total: z.number().nonnegative().meta({ description: 'Bytes of all known parts; may grow.' }),
  bytesPerSecond: z.number().nonnegative().optional().meta({
    description: 'Over the last seconds. Absent until there is something to measure.',
  }),
  secondsLeft: z.number().nonnegative().optional().meta({ description: 'At that speed.' }),
  status: z.string().meta({ description: 'What Ollama says of it, in its own words.' }),
});
export type TransferProgress = z.infer<typeof TransferProgress>;

const model = z
  .string()
  .min(1)
  .meta({
    description:
      'A name of the Ollama library, `hf.co/owner/repo:quantization`, or the address of a model on ' +
      'huggingface.co, as a person copied it.',
  });
const progressToken = ProgressToken.optional().meta({
  description: 'For `$/progress` with TransferProgress.',
});

const installed = z.object({
  model: z.string().meta({ description: 'The name under which it is installed now.' }),
  size: z.number().nonnegative().optional().meta({ description: 'Bytes on disk.' }),
});

const transferErrors = ['cancelled', 'notSupported', 'ollamaUnreachable', 'ollamaFailed'] as const;

export const ModelPullRequest = request({
  method: 'model/pull',
  direction: 'clientToSidecar',
  begins: 'transfer',
  doc:
    'Fetches a model. A second request for one that is being fetched joins it; cancelling either ' +
    'stops it for both. What has come stays, and the next pull goes on from there. Closing the ' +
    'connection stops nothing.',
  params: z.object({ model, progressToken }),
  result: installed,
  errors: ['modelMissing', 'invalidParams', ...transferErrors],
  example: {
    params: { model: 'qwen2.5-coder:7b', progressToken: 'pull-1' },
    result: { model: 'qwen2.5-coder:7b', size: 4683087561 },
  },
});

/** What a model is made from. Paths are of the machine that the sidecar runs on. */
export const ModelCreateParams = z.object({
  model: z.string().min(1).meta({ description: 'The name that it gets.' }),
  from: z.string().min(1).optional().meta({ description: 'An installed model to start from.' }),
  path: z.string().min(1).optional().meta({
    description: 'A GGUF file, or a folder with safetensors or GGUF files. Instead of `from`.',
  }),
  adapter: z.string().min(1).optional().meta({
    description: 'A LoRA adapter: a GGUF file, or a folder with safetensors.',
  }),
  system: z.string().optional().meta({ description: 'System message of the model.' }),
  template: z.string().min(1).optional().meta({
    description: 'Prompt template in Ollama’s notation. Absent: the one that the files carry.',
  }),
  parameters: z
    .record(
      z.string(),
      z.union([z.number(), z.boolean(), z.string(), z.array(z.union([z.string(), z.number()]))]),
    )
    .optional()
    .meta({ description: 'As in a Modelfile: `temperature`, `num_ctx`, `stop` …' }),
  quantize: z.string().min(1).optional().meta({
    description: 'Such as `q4_K_M` or `q8_0`. The weights have to be f16, bf16 or f32.',
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
    'Makes a model of local files or of an installed one. Files are given to Ollama under their ' +
    'checksum, so what it has already is not sent again. Cancelling and closing as for `model/pull`.',
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

/** A pull or a create that runs now. */
export const Transfer = z.object({
  kind: z.enum(['pull', 'create']),
  model: z.string(),
  progress: TransferProgress,
});
export type Transfer = z.infer<typeof Transfer>;

export const ModelTransfersRequest = request({
  method: 'model/transfers',
  direction: 'clientToSidecar',
  doc: 'The pulls and creates that run now, for a page that was loaded again: it may join a pull.',
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
    'Stops a running pull or create, whoever started it, and answers once it has ended. None of ' +
    'that name is no error.',
  params: z.object({ model: z.string().min(1) }),
  result: z.null(),
  example: { params: { model: 'qwen2.5-coder:7b' }, result: null },
});

export const ModelDeleteRequest = request({
  method: 'model/delete',
  direction: 'clientToSidecar',
  doc: 'Deletes an installed model from the disk. A client asks the person first, naming the size.',
  params: z.object({ model: z.string().min(1) }),
  result: z.object({
    size: z.number().nonnegative().meta({
      description: 'Bytes that the model had; parts that another model uses stay.',
    }),
  }),
  errors: ['modelMissing', 'busy', 'notSupported', 'ollamaUnreachable', 'ollamaFailed'],
  example: { params: { model: 'qwen2.5-coder:7b' }, result: { size: 4683087561 } },
});
