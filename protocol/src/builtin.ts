import * as z from 'zod';
import { ProgressToken } from './common.ts';
import { request } from './message.ts';
import { Status } from './status.ts';

/** A part of the built-in engine that is not installed on this machine. */
export const BuiltinPart = z.object({
  what: z.string().meta({ description: 'Name and version: "node-llama-cpp 3.21.1".' }),
  size: z.number().nonnegative().meta({ description: 'Approximate download size in bytes.' }),
  source: z.enum(['npm', 'pip']).meta({
    description: 'The package registry to download from, as configured on this machine.',
  }),
});
export type BuiltinPart = z.infer<typeof BuiltinPart>;

/** Progress of a part that is being downloaded, as the `value` of `$/progress`. */
export const BuiltinProgress = z.object({
  part: z.string().meta({ description: 'The `what` of the part.' }),
  fraction: z.number().min(0).max(1).meta({
    description: 'May decrease: a download that breaks off is retried once from the beginning.',
  }),
});
export type BuiltinProgress = z.infer<typeof BuiltinProgress>;

export const BuiltinStartRequest = request({
  method: 'builtin/start',
  direction: 'clientToSidecar',
  begins: 'transfer',
  doc:
    'Starts the built-in engine, only when the user asks for it; it replaces Ollama until the ' +
    'sidecar exits. If parts are missing, returns them and does nothing else, unless `fetch` ' +
    'confirms the download. A second request joins the first; cancelling either request stops the ' +
    'download for both. Disconnecting does not stop it.',
  params: z.object({
    fetch: z.boolean().meta({
      description: 'Whether the user agreed to download the missing parts.',
    }),
    progressToken: ProgressToken.optional().meta({
      description: 'For `$/progress` with BuiltinProgress.',
    }),
  }),
  result: z.object({
    status: Status,
    missing: z.array(BuiltinPart).meta({
      description: 'The parts to download first. Empty: the engine is running.',
    }),
  }),
  errors: ['cancelled', 'notSupported', 'ollamaUnreachable'],
  example: {
    params: { fetch: true, progressToken: 'builtin-1' },
    result: {
      status: {
        state: 'builtin',
        host: 'http://127.0.0.1:41234',
        version: '0.1.0',
        model: 'smollm2:135m',
      },
      missing: [],
    },
  },
});
