import * as z from 'zod';

/**
 * Every error code on the wire: first JSON-RPC's and LSP's own, then ours. A code never changes its
 * meaning; new meanings get new codes.
 */
export const ErrorCode = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  notInitialized: -32002,
  cancelled: -32800,
  ollamaUnreachable: -32001,
  modelMissing: -32003,
  outOfMemory: -32004,
  busy: -32005,
  turnRunning: -32006,
  notSupported: -32007,
  notFound: -32008,
  notSaved: -32009,
  protocolVersion: -32010,
  contextOverflow: -32011,
  ollamaFailed: -32012,
  interrupted: -32013,
} as const;

/** The name of an error code. */
export type ErrorName = keyof typeof ErrorCode;

/** What each code means. */
export const errorDocs: Readonly<Record<ErrorName, string>> = {
  parseError:
    'The body is not JSON in UTF-8, or what came is no header. The answer has `id: null`.',
  invalidRequest:
    'JSON, but no JSON-RPC 2.0 message; a batch; a second `initialize`; a request after `shutdown`.',
  methodNotFound: 'No request of this name is answered here.',
  invalidParams: 'A parameter is not what the schema says; `data.field` is its path.',
  internalError: 'A fault of the sidecar itself. The log (stderr) says more.',
  notInitialized: 'A request came before `initialize`.',
  cancelled:
    'The request was cancelled. Never of `chat/send`: that resolves with `stopReason: "cancelled"`.',
  ollamaUnreachable: 'Nothing that is Ollama answers at the configured address (`data.host`).',
  modelMissing: 'The model is not installed, or none is chosen and none can be chosen unasked.',
  outOfMemory: 'The model does not fit into the memory of the machine.',
  busy: 'The queue of Ollama is full.',
  turnRunning: 'The conversation is still answering; `data.turnId` names the running turn.',
  notSupported: 'This model or this server cannot do what was asked.',
  notFound: 'The id names nothing that exists: `data.what` and `data.id`.',
  notSaved:
    'The disk refused, and what was asked for is not kept. Never of a turn: that goes on, with a ' +
    'notice `notSaved`.',
  protocolVersion: '`initialize` asked for a version that is not spoken here (`data.supported`).',
  contextOverflow: 'The question alone is longer than the context window of the model.',
  ollamaFailed: 'Ollama was reached and failed: its own error, a broken stream, a silent one.',
  interrupted: 'Of a turn: the process that answered it died. What it had kept is there.',
};

/** What `data` of an error carries, on a JSON-RPC error and on a turn that ended in one. */
export const ErrorData = z
  .looseObject({
    kind: z.string().meta({ description: 'The stable name of the error, for a page to act on.' }),
    whatToDo: z
      .string()
      .optional()
      .meta({ description: 'One sentence for the person, in the locale of `initialize`.' }),
  })
  .meta({ description: 'Facts of the error (model, host, field …) stand beside kind.' });
export type ErrorData = z.infer<typeof ErrorData>;

/** An error as a value: inside a finished turn, where the request itself did not fail. */
export const WireError = z.object({
  code: z.int().meta({ description: 'One of the error codes.' }),
  message: z.string().meta({ description: 'For the person, in the locale of `initialize`.' }),
  data: ErrorData.optional(),
});
export type WireError = z.infer<typeof WireError>;
