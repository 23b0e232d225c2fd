import { StopReason, Strategy, Timestamp, Uuid } from '@condenser/protocol';
import * as z from 'zod';
import {
  fact,
  StoredContext,
  StoredError,
  StoredNotices,
  StoredOptions,
  StoredUsage,
} from './storedFacts.ts';

/**
 * What a conversation's file consists of: one JSON object a line, only ever appended. The first
 * line is the header; the others say, in their order, what happened. A later format keeps the
 * header and raises its version.
 *
 * The same schemas write and read. What a record cannot be understood without is required: its
 * type, its turn, its text. Everything else is a {@link fact}, which never costs the text.
 */
export const FORMAT = 'condenser-conversation';
export const FORMAT_VERSION = 1;

/** Drawn by each process anew: whose line it is. */
const writer = z.string().catch('');

export const HeaderRecord = z.object({
  type: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.int().positive(),
  writer,
  conversationId: Uuid,
  createdAt: Timestamp,
  workspaceUri: fact(z.string()),
});
export type HeaderRecord = z.infer<typeof HeaderRecord>;

/** Numbers are given to processes again: with its start, it is this one and no later one. */
export const StoredProcess = z.object({
  id: z.int().positive(),
  host: z.string(),
  bootId: fact(z.string()),
  startedAt: fact(z.number().nonnegative()),
});

/** A person's turn; on the disk before any model is asked. */
export const AskedRecord = z.object({
  type: z.literal('asked'),
  writer,
  turnId: Uuid,
  clientTurnId: fact(Uuid),
  parentTurnId: fact(Uuid.nullable()),
  createdAt: fact(Timestamp),
  text: z.string(),
  context: StoredContext,
  strategy: Strategy.catch('condense+history'),
  model: fact(z.string()),
  options: fact(StoredOptions),
  /** The process that answers it, to tell a running turn from one whose process has died. */
  process: fact(StoredProcess),
});
export type AskedRecord = z.infer<typeof AskedRecord>;

/** Facts of a turn that come to be known while it runs; a later one replaces an earlier one. */
export const TurnFacts = z.object({
  model: fact(z.string()),
  standaloneQuestion: fact(z.string()),
  asking: fact(z.string()),
  firstTurn: fact(z.int().nonnegative()),
  notices: fact(StoredNotices),
  usage: fact(StoredUsage),
});
export type TurnFacts = z.infer<typeof TurnFacts>;

const Length = z.int().nonnegative();

/**
 * A piece of a growing text: `offset` UTF-16 units of it came before. Without an offset it follows
 * what is there.
 */
const Piece = z.object({ offset: fact(Length), text: z.string() });
export type Piece = z.infer<typeof Piece>;

const growth = {
  writer,
  turnId: Uuid,
  facts: fact(TurnFacts),
  answer: fact(Piece),
  thinking: fact(Piece),
};

/** A running turn has come further. */
export const GrewRecord = z.object({ type: z.literal('grew'), ...growth });
export type GrewRecord = z.infer<typeof GrewRecord>;

/** A turn is over. The first such record of a turn counts, and nothing after it. */
export const EndedRecord = z.object({
  type: z.literal('ended'),
  ...growth,
  endedAt: fact(Timestamp),
  stopReason: StopReason.catch('error'),
  error: fact(StoredError),
  answerLength: fact(Length),
  thinkingLength: fact(Length),
});
export type EndedRecord = z.infer<typeof EndedRecord>;

/** What belongs to the conversation beside its turns has changed. Null takes a value away. */
export const ChangedRecord = z.object({
  type: z.literal('changed'),
  writer,
  changedAt: fact(Timestamp),
  title: fact(z.string()),
  titleSource: fact(z.enum(['model', 'person'])),
  model: fact(z.string().nullable()),
  strategy: fact(Strategy.nullable()),
  options: fact(StoredOptions.nullable()),
  deletedAt: fact(Timestamp.nullable()),
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

/**
 * The line of a record, with its end. What it holds is what a reader will understand.
 *
 * @throws ZodError for a record without its type, its turn or its text.
 */
export function toLine(record: StoredRecord): string {
  const { type, ...rest } = StoredRecord.parse(record);
  return `${JSON.stringify({ type, ...rest })}\n`;
}

/** The record of a line; undefined when it is none. */
export function fromLine(text: string): StoredRecord | undefined {
  try {
    return StoredRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
