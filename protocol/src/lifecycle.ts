import * as z from 'zod';
import { NoParams, Nothing, ProgressToken } from './common.ts';
import { notification, request } from './message.ts';

/** The protocol version. It is incremented only by breaking changes. */
export const PROTOCOL_VERSION = 1;

const Peer = z.object({
  name: z.string().meta({ description: 'The name of the program.' }),
  version: z.string().optional(),
});

export const InitializeParams = z.object({
  protocolVersion: z.int().meta({ description: 'The protocol version of the client: 1.' }),
  clientInfo: Peer.meta({ description: 'The name and version of the client.' }),
  locale: z
    .string()
    .optional()
    .meta({ description: 'A BCP 47 tag: the language of all localized messages.' }),
  processId: z
    .int()
    .nullable()
    .optional()
    .meta({ description: 'The sidecar exits when this process is gone.' }),
  capabilities: z
    .looseObject({})
    .optional()
    .meta({ description: 'Reserved for client capabilities; unused in this version.' }),
});
export type InitializeParams = z.infer<typeof InitializeParams>;

export const InitializeResult = z.object({
  protocolVersion: z.int().meta({ description: 'The protocol version of the session.' }),
  serverInfo: Peer.meta({ description: 'The name and version of the sidecar.' }),
  capabilities: z.looseObject({
    strategies: z.array(z.string()).meta({ description: 'The supported values of `strategy`.' }),
    methods: z.array(z.string()).meta({ description: 'The supported requests.' }),
  }),
});
export type InitializeResult = z.infer<typeof InitializeResult>;

export const InitializeRequest = request({
  method: 'initialize',
  direction: 'clientToSidecar',
  doc: 'Starts the session. It is sent once, as the first message; an earlier request fails with -32002.',
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
  doc: 'The client has received the result of `initialize`. Notifications are sent from now on.',
  params: NoParams,
  example: { params: {} },
});

export const ShutdownRequest = request({
  method: 'shutdown',
  direction: 'clientToSidecar',
  doc: 'Cancels the running turns and resolves once their partial answers are saved.',
  params: NoParams,
  result: Nothing,
  example: { params: {}, result: null },
});

export const ExitNotification = notification({
  method: 'exit',
  direction: 'clientToSidecar',
  doc: 'Ends the sidecar, with exit code 0 after `shutdown` and 1 otherwise.',
  params: NoParams,
  example: { params: {} },
});

export const CancelRequestNotification = notification({
  method: '$/cancelRequest',
  direction: 'both',
  doc: 'Cancels a running request. A cancelled turn still resolves, with its partial answer.',
  params: z.object({
    id: z.union([z.int(), z.string()]).meta({ description: 'The id of the request to cancel.' }),
  }),
  example: { params: { id: 7 } },
});

export const ProgressNotification = notification({
  method: '$/progress',
  direction: 'both',
  doc: 'Reports progress of a request that has a progress token.',
  params: z.object({
    token: ProgressToken.meta({ description: 'The token of the request.' }),
    value: z.unknown().meta({ description: 'Depends on the method of the request.' }),
  }),
  example: { params: { token: 'pull-1', value: { completed: 1048576, total: 98363007 } } },
});

export const SetTraceNotification = notification({
  method: '$/setTrace',
  direction: 'clientToSidecar',
  doc: 'Turns tracing of messages in the log (stderr) on or off.',
  params: z.object({
    value: z
      .enum(['off', 'messages', 'verbose'])
      .meta({ description: '`off` restores the log level of the command line.' }),
  }),
  example: { params: { value: 'verbose' } },
});
