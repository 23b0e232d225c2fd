import * as z from 'zod';
import { request } from './message.ts';
import { ProgressToken } from './scalars.ts';
import { Status } from './status.ts';

/** A part of the built-in engine that is not on this machine. */
export const BuiltinPart = z.object({
  what: z.string().meta({ description: 'Such as "node-llama-cpp 3.21.1".' }),
  size: z.number().nonnegative().meta({ description: 'Bytes that come over the network, about.' }),
  source: z.enum(['npm', 'pip']).meta({
    description: 'Whose registry it comes from: the one that this machine is set up for.',
  }),
});
export type BuiltinPart = z.infer<typeof BuiltinPart>;

/** How far a part has come; what `$/progress` carries while parts are fetched. */
export const BuiltinProgress = z.object({
  part: z.string().meta({ description: 'The part’s `what`.' }),
  fraction: z.number().min(0).max(1).meta({
    description: 'May fall: a connection that breaks off is tried once more from the beginning.',
  }),
});
export type BuiltinProgress = z.infer<typeof BuiltinProgress>;

export const BuiltinStartRequest = request({
  method: 'builtin/start',
  direction: 'clientToSidecar',
  begins: 'transfer',
  doc:
    'Has the engine that comes with the sidecar answer instead of Ollama until the sidecar ends, ' +
    'on a person’s click only. Parts that are not here are named and nothing is done, unless ' +
    '`fetch` says that the person has read of them. A second request joins the first; cancelling ' +
    'either stops it for both. Closing the connection stops nothing.',
  params: z.object({
    fetch: z.boolean().meta({ description: 'Whether parts that are missing may be fetched.' }),
    progressToken: ProgressToken.optional().meta({
      description: 'For `$/progress` with BuiltinProgress.',
    }),
  }),
  result: z.object({
    status: Status,
    missing: z.array(BuiltinPart).meta({
      description: 'What would have to be fetched first. Empty: the engine answers now.',
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
