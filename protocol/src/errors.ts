import * as z from 'zod';

/**
 * Every error code of the protocol: those of JSON-RPC and LSP first, then Condenser's own. The
 * meaning of a code never changes; a new meaning gets a new code.
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

/** What each error code means. */
export const errorDocs: Readonly<Record<ErrorName, string>> = {
  parseError:
    'The header is malformed, or the body is not JSON in UTF-8. The response has `id: null`.',
  invalidRequest:
    'The body is JSON but not a JSON-RPC 2.0 message, or it is a batch, a second `initialize`, or a ' +
    'request after `shutdown`.',
  methodNotFound: 'The method does not exist.',
  invalidParams: 'A parameter does not match the schema; `data.field` is its path.',
  internalError: 'A bug in the sidecar. The log (stderr) has the details.',
  notInitialized: 'A request was sent before `initialize`.',
  cancelled:
    'The request was cancelled. Never the response to `chat/send`, which resolves with ' +
    '`stopReason: "cancelled"` instead.',
  ollamaUnreachable: 'No Ollama answers at the configured address (`data.host`).',
  modelMissing: 'The model is not installed, or no model is set and none can be chosen.',
  outOfMemory: 'The machine does not have enough memory for the model.',
  busy: 'The request queue of Ollama is full.',
  turnRunning: 'A turn is running in the conversation; `data.turnId` is its id.',
  notSupported: 'The model or the server does not support the request.',
  notFound: 'The id does not exist: `data.what` and `data.id`.',
  notSaved:
    'The data could not be written to disk. Never ends a turn, which continues with a `notSaved` ' +
    'notice.',
  protocolVersion:
    'The requested protocol version is not supported; `data.supported` is the version that is.',
  contextOverflow: 'The question alone does not fit into the context window of the model.',
  ollamaFailed: 'Ollama failed: it returned an error, broke off its stream, or timed out.',
  interrupted: 'The process that ran the turn died. The answer saved by then is kept.',
};

/** The `data` of a JSON-RPC error and of the `error` of a turn. */
export const ErrorData = z
  .looseObject({
    kind: z.string().meta({ description: 'Stable name of the error, for programs.' }),
    whatToDo: z
      .string()
      .optional()
      .meta({ description: 'Suggestion for the user: one sentence, localized.' }),
  })
  .meta({ description: 'Details such as `model`, `host` and `field` are further fields.' });
export type ErrorData = z.infer<typeof ErrorData>;

/** An error as a value: the `error` of a turn whose request did not fail. */
export const WireError = z.object({
  code: z.int().meta({ description: 'One of the error codes.' }),
  message: z.string().meta({ description: 'Message for the user, localized.' }),
  data: ErrorData.optional(),
});
export type WireError = z.infer<typeof WireError>;
