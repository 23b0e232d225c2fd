import * as z from 'zod';

/** A point in time: ISO 8601 in UTC, with milliseconds. */
export const Timestamp = z.iso.datetime();

/**
 * A random id. Both cases are accepted; the sidecar stores and sends lower case.
 */
export const Uuid = z.uuid().toLowerCase();

/** A zero-based line and a zero-based UTF-16 character, as in LSP. */
export const Position = z.object({
  line: z.int().nonnegative(),
  character: z.int().nonnegative(),
});
export type Position = z.infer<typeof Position>;

/** A range of text with an exclusive end, as in LSP. */
export const Range = z.object({ start: Position, end: Position });
export type Range = z.infer<typeof Range>;

/** No result. */
export const Nothing = z.null();
/** No parameters. */
export const NoParams = z.looseObject({}).optional();

/**
 * What the answer is generated from. `condense+history`: the recent turns and the user message,
 * with the standalone question as a clarification. `condense`: the standalone question alone.
 * `history`: the recent turns and the user message, without a condense step.
 */
export const Strategy = z.enum(['condense+history', 'condense', 'history']);
export type Strategy = z.infer<typeof Strategy>;

/**
 * Why a turn ended. `complete`: the model finished. `cancelled`: a client cancelled the turn.
 * `length`: the context window was full. `error`: the turn failed, and its `error` says why.
 */
export const StopReason = z.enum(['complete', 'cancelled', 'length', 'error']);
export type StopReason = z.infer<typeof StopReason>;

/**
 * A token chosen by the client. Every `$/progress` of the request carries it; without a token, no
 * progress is sent.
 */
export const ProgressToken = z.union([z.int(), z.string()]);
export type ProgressToken = z.infer<typeof ProgressToken>;

/** A project, identified by the URI of its root folder. */
export const Workspace = z.object({ uri: z.string().min(1), name: z.string().optional() });
export type Workspace = z.infer<typeof Workspace>;

/** Code or text attached to a question. A client shows it to the user before sending it. */
export const ContextItem = z.object({
  kind: z.enum(['selection', 'file', 'text']).meta({
    description: 'Part of a document, a whole document, or text without a document.',
  }),
  uri: z.string().optional().meta({ description: 'The document that the text comes from.' }),
  languageId: z.string().optional().meta({ description: 'LSP language identifier.' }),
  range: Range.optional().meta({ description: 'The selected range of the document.' }),
  text: z
    .string()
    .meta({ description: 'The code or text itself. The sidecar does not open the document.' }),
  title: z
    .string()
    .optional()
    .meta({ description: 'The title shown to the model. Default: the file name in `uri`.' }),
  version: z.int().optional().meta({ description: 'Document version, for detecting stale items.' }),
});
export type ContextItem = z.infer<typeof ContextItem>;
