import * as z from 'zod';

/** A moment: ISO 8601, UTC, milliseconds. */
export const Timestamp = z.iso.datetime();

/**
 * An id that its maker draws at random, so that it is unique without asking anyone. Taken in upper
 * or lower case, kept and sent in lower case.
 */
export const Uuid = z.uuid().toLowerCase();

/** A zero-based line and UTF-16 character, as in LSP. */
export const Position = z.object({
  line: z.int().nonnegative(),
  character: z.int().nonnegative(),
});
export type Position = z.infer<typeof Position>;

/** A half-open range of text, as in LSP. */
export const Range = z.object({ start: Position, end: Position });
export type Range = z.infer<typeof Range>;

/** No parameters, or no result. */
export const Nothing = z.null();
export const NoParams = z.looseObject({}).optional();

/**
 * How the answer is made out of the conversation. `condense+history`: the recent turns and the
 * person's own words, the standalone question riding along as a clarification. `condense`: the
 * standalone question alone. `history`: the recent turns and the person's own words.
 */
export const Strategy = z.enum(['condense+history', 'condense', 'history']);
export type Strategy = z.infer<typeof Strategy>;

/**
 * Why a turn ended. `complete`: the model was done. `cancelled`: somebody stopped it. `length`: the
 * context window was full. `error`: it broke; `error` beside it says how.
 */
export const StopReason = z.enum(['complete', 'cancelled', 'length', 'error']);
export type StopReason = z.infer<typeof StopReason>;

/**
 * Drawn by the caller; every `$/progress` of the request carries it. Absent: no progress is sent.
 */
export const ProgressToken = z.union([z.int(), z.string()]);
export type ProgressToken = z.infer<typeof ProgressToken>;

/** A project as a client knows it: the root's URI is its identity. */
export const Workspace = z.object({ uri: z.string().min(1), name: z.string().optional() });
export type Workspace = z.infer<typeof Workspace>;
