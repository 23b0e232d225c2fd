import {
  ChatOptions,
  ContextItem,
  Notice,
  StopReason,
  Strategy,
  Timestamp,
  Usage,
  Uuid,
  WireError,
} from '@condenser/protocol';
import * as z from 'zod';

/**
 * What a conversation's file consists of: one JSON object a line, only ever appended. The first
 * line is the header; the others say, in their order, what happened. A later format keeps the
 * header and raises its version.
 */
export const FORMAT = 'condenser-conversation';
export const FORMAT_VERSION = 1;

/** Drawn by each process anew: whose line it is. */
const writer = z.string();

export const HeaderRecord = z.object({
  type: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.int().positive(),
  writer,
  conversationId: Uuid,
  createdAt: Timestamp,
  workspaceUri: z.string().optional(),
});
export type HeaderRecord = z.infer<typeof HeaderRecord>;

/** A person's turn; on the disk before any model is asked. */
export const AskedRecord = z.object({
  type: z.literal('asked'),
  writer,
  turnId: Uuid,
  clientTurnId: Uuid,
  parentTurnId: Uuid.nullable(),
  createdAt: Timestamp,
  text: z.string(),
  context: z.array(ContextItem),
  strategy: Strategy,
  model: z.string().optional(),
  options: ChatOptions.optional(),
  /** The process that answers it, to tell a running turn from one whose process has died. */
  process: z.object({ id: z.int(), host: z.string() }).optional(),
});
export type AskedRecord = z.infer<typeof AskedRecord>;

/** Facts of a turn that come to be known while it runs; a later one replaces an earlier one. */
export const TurnFacts = z.object({
  model: z.string().optional(),
  standaloneQuestion: z.string().optional(),
  asking: z.string().optional(),
  firstTurn: z.int().nonnegative().optional(),
  notices: z.array(Notice).optional(),
  usage: Usage.optional(),
});
export type TurnFacts = z.infer<typeof TurnFacts>;

/** A piece of a growing text: `offset` UTF-16 units of it came before. */
const Piece = z.object({ offset: z.int().nonnegative(), text: z.string() });
export type Piece = z.infer<typeof Piece>;

const growth = {
  writer,
  turnId: Uuid,
  facts: TurnFacts.optional(),
  answer: Piece.optional(),
  thinking: Piece.optional(),
};

/** A running turn has come further. */
export const GrewRecord = z.object({ type: z.literal('grew'), ...growth });
export type GrewRecord = z.infer<typeof GrewRecord>;

/** A turn is over. The first such record of a turn counts, and nothing after it. */
export const EndedRecord = z.object({
  type: z.literal('ended'),
  ...growth,
  endedAt: Timestamp,
  stopReason: StopReason,
  error: WireError.optional(),
  answerLength: z.int().nonnegative(),
  thinkingLength: z.int().nonnegative(),
});
export type EndedRecord = z.infer<typeof EndedRecord>;

/** What belongs to the conversation beside its turns has changed. Null takes a value away. */
export const ChangedRecord = z.object({
  type: z.literal('changed'),
  writer,
  changedAt: Timestamp,
  title: z.string().optional(),
  titleSource: z.enum(['model', 'person']).optional(),
  model: z.string().nullable().optional(),
  strategy: Strategy.nullable().optional(),
  options: ChatOptions.nullable().optional(),
  deletedAt: Timestamp.nullable().optional(),
});
export type ChangedRecord = z.infer<typeof ChangedRecord>;

export const StoredRecord = z.discriminatedUnion('type', [
  HeaderRecord,
  AskedRecord,
  GrewRecord,
  EndedRecord,
  ChangedRecord,
]);
export type StoredRecord = z.infer<typeof StoredRecord>;

/** What every record begins with. Inside a JSON string its quotation marks would be escaped. */
export const RECORD_START = '{"type":"';

/** The line of a record, with its end. */
export function toLine(record: StoredRecord): string {
  const { type, ...rest } = record;
  return `${JSON.stringify({ type, ...rest })}\n`;
}
