import * as z from 'zod';
import { notification, request } from './message.ts';
import { NoParams, Nothing, ProgressToken } from './scalars.ts';

/** The version of this protocol. It grows only when a change breaks a client. */
export const PROTOCOL_VERSION = 1;

const Peer = z.object({
  name: z.string().meta({ description: 'Its name, as a program.' }),
  version: z.string().optional(),
});

export const InitializeParams = z.object({
  protocolVersion: z.int().meta({ description: 'The version the client speaks: 1.' }),
  clientInfo: Peer.meta({ description: 'Who the client is.' }),
  locale: z.string().optional().meta({ description: 'BCP 47; messages for people follow it.' }),
  processId: z
    .int()
    .nullable()
    .optional()
    .meta({ description: 'The sidecar ends when this process is gone.' }),
  capabilities: z
    .looseObject({})
    .optional()
    .meta({ description: 'Reserved for what a client can do; this version asks for nothing.' }),
});
export type InitializeParams = z.infer<typeof InitializeParams>;

export const InitializeResult = z.object({
  protocolVersion: z.int().meta({ description: 'The version that is spoken from here on.' }),
  serverInfo: Peer.meta({ description: 'Who answers, with its version.' }),
  capabilities: z.looseObject({
    strategies: z.array(z.string()).meta({ description: 'What `strategy` may be.' }),
    methods: z.array(z.string()).meta({ description: 'Every request that is answered.' }),
  }),
});
export type InitializeResult = z.infer<typeof InitializeResult>;

export const InitializeRequest = request({
  method: 'initialize',
  direction: 'clientToSidecar',
  doc: 'The first message, sent once. Anything else before it is answered with -32002.',
  params: InitializeParams,
  result: InitializeResult,
  errors: ['protocolVersion'],
  example: {
    params: {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: 'my-editor', version: '1.2.3' },
      locale: 'en',
      processId: 4711,
    },
    result: {
      protocolVersion: PROTOCOL_VERSION,
      serverInfo: { name: 'condenser', version: '0.1.0' },
      capabilities: {
        strategies: ['condense+history', 'condense', 'history'],
        methods: ['initialize', 'shutdown', 'chat/send', 'chat/cancel'],
      },
    },
  },
});

export const InitializedNotification = notification({
  method: 'initialized',
  direction: 'clientToSidecar',
  doc: 'The client has read the answer of `initialize`. Events are sent from here on.',
  params: NoParams,
  example: { params: {} },
});

export const ShutdownRequest = request({
  method: 'shutdown',
  direction: 'clientToSidecar',
  doc: 'Stops every running turn, keeps what was said, and answers once it is kept.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const ExitNotification = notification({
  method: 'exit',
  direction: 'clientToSidecar',
  doc: 'The sidecar ends: with exit code 0 after `shutdown`, else 1.',
  params: NoParams,
  example: { params: {} },
});

export const CancelRequestNotification = notification({
  method: '$/cancelRequest',
  direction: 'both',
  doc: 'Cancels a running request. A `chat/send` still resolves, with the partial answer.',
  params: z.object({
    id: z.union([z.int(), z.string()]).meta({ description: 'The id of the request to cancel.' }),
  }),
  example: { params: { id: 7 } },
});

export const ProgressNotification = notification({
  method: '$/progress',
  direction: 'both',
  doc: 'Progress of a request that was given a progress token.',
  params: z.object({
    token: ProgressToken.meta({ description: 'As the request gave it.' }),
    value: z.unknown().meta({ description: 'The method of the request says what it holds.' }),
  }),
  example: { params: { token: 'pull-1', value: { completed: 1048576, total: 98363007 } } },
});

export const SetTraceNotification = notification({
  method: '$/setTrace',
  direction: 'clientToSidecar',
  doc: 'Turns the trace of the wire in the log (stderr) on or off.',
  params: z.object({
    value: z
      .enum(['off', 'messages', 'verbose'])
      .meta({ description: '`off` goes back to the log level of the command line.' }),
  }),
  example: { params: { value: 'verbose' } },
});
