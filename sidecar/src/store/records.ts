import { StopReason, Strategy, Timestamp, TurnRecord, Uuid } from '@condenser/protocol';
import * as z from 'zod';
import { upgradeFormat1 } from './format1.ts';
import {
  lenient,
  StoredContext,
  StoredError,
  StoredNotices,
  StoredOptions,
  StoredUsage,
} from './lenientSchemas.ts';

/**
 * The file of a conversation: one JSON object per line, only ever appended. It starts with a
 * header; the other records tell in order what happened. A later format keeps the header and raises
 * its version.
 *
 * Records are written and read by the same schemas. Only what a record makes no sense without is
 * required: its type, its turn, its text.
 */
export const FORMAT = 'condenser-conversation';
export const FORMAT_VERSION = 2;

/** A process that answers turns. */
export const TurnProcess = z.object({
  /** Process ids are reused; together with the start time and the boot, this one is unique. */
  id: z.int().positive(),
  host: z.string(),
  /** The boot of the host; absent where the system has no id for it. */
  bootId: lenient(z.string()),
  /** When it was started, in system ticks since the boot; absent where unknown. */
  startedAt: lenient(z.number().nonnegative()),
});
export type TurnProcess = z.infer<typeof TurnProcess>;

/** A question, and its answer so far. Records, exports and the wire's turns derive from this. */
export const StoredTurn = TurnRecord.extend({
  context: StoredContext,
  strategy: Strategy.catch('condense+history'),
  model: lenient(z.string()),
  standaloneQuestion: lenient(z.string()),
  notices: StoredNotices,
  usage: lenient(StoredUsage),
  /** Absent while the turn runs. */
  stopReason: lenient(StopReason),
  error: lenient(StoredError),
  /** Model options that override the settings. */
  options: lenient(StoredOptions),
  /** The user message exactly as the model got it; later turns repeat it in their history. */
  userMessage: lenient(z.string()),
  /** How many of the oldest turns were left out of the history. */
  omittedTurns: lenient(z.int().nonnegative()),
  endedAt: lenient(Timestamp),
  /** The process that answers the turn; absent for an imported one. */
  process: lenient(TurnProcess),
});

/** Random per process: tells the lines of this process from those of others. */
const writer = z.string().catch('');

export const HeaderRecord = z.object({
  type: z.literal('header'),
  format: z.literal(FORMAT),
  version: z.int().positive(),
  writer,
  conversationId: Uuid,
  createdAt: Timestamp,
  workspaceUri: lenient(z.string()),
});

/** A question; on disk before any model is called. */
export const TurnStartedRecord = z.object({
  type: z.literal('turnStarted'),
  writer,
  ...StoredTurn.pick({
    turnId: true,
    text: true,
    context: true,
    strategy: true,
    model: true,
    options: true,
    process: true,
  }).shape,
  clientTurnId: lenient(Uuid),
  parentTurnId: lenient(Uuid.nullable()),
  createdAt: lenient(Timestamp),
});
export type TurnStartedRecord = z.infer<typeof TurnStartedRecord>;

/** What becomes known of a turn while it runs. A later value replaces an earlier one. */
export const TurnMetadata = z.object({
  ...StoredTurn.pick({
    model: true,
    standaloneQuestion: true,
    userMessage: true,
    omittedTurns: true,
    usage: true,
  }).shape,
  notices: lenient(StoredNotices),
});
export type TurnMetadata = z.infer<typeof TurnMetadata>;

const Length = z.int().nonnegative();

/** A piece of a text, at `offset` in UTF-16 units. Without an offset it follows what is there. */
const TextPiece = z.object({ offset: lenient(Length), text: z.string() });
export type TextPiece = z.infer<typeof TextPiece>;

const delta = {
  writer,
  turnId: Uuid,
  metadata: lenient(TurnMetadata),
  answer: lenient(TextPiece),
  thinking: lenient(TextPiece),
};

/** Text and metadata that a running turn has gained since its last record. */
export const DeltaRecord = z.object({ type: z.literal('delta'), ...delta });
export type DeltaRecord = z.infer<typeof DeltaRecord>;

/** The end of a turn, with the last delta. Only the first such record of a turn counts. */
export const TurnFinishedRecord = z.object({
  type: z.literal('turnFinished'),
  ...delta,
  ...StoredTurn.pick({ error: true, endedAt: true }).shape,
  stopReason: StopReason.catch('error'),
  answerLength: lenient(Length),
  thinkingLength: lenient(Length),
});
export type TurnFinishedRecord = z.infer<typeof TurnFinishedRecord>;

/** A change to the conversation itself. Null removes a value. */
export const ConversationChangedRecord = z.object({
  type: z.literal('conversationChanged'),
  writer,
  changedAt: lenient(Timestamp),
  title: lenient(z.string()),
  titleSource: lenient(z.enum(['model', 'person'])),
  model: lenient(z.string().nullable()),
  strategy: lenient(Strategy.nullable()),
  options: lenient(StoredOptions.nullable()),
  deletedAt: lenient(Timestamp.nullable()),
});
export type ConversationChangedRecord = z.infer<typeof ConversationChangedRecord>;

export const StoredRecord = z.discriminatedUnion('type', [
  HeaderRecord,
  TurnStartedRecord,
  DeltaRecord,
  TurnFinishedRecord,
  ConversationChangedRecord,
]);
export type StoredRecord = z.infer<typeof StoredRecord>;

/** How every record starts. Text inside a record cannot contain it: its quotes are escaped there. */
export const RECORD_START = '{"type":"';

/**
 * The line of a record, with its newline, and the record as a reader of that line gets it.
 *
 * @throws ZodError for a record without its type, its turn or its text.
 */
export function serialize(given: StoredRecord): { line: string; record: StoredRecord } {
  const record = StoredRecord.parse(given);
  const { type, ...rest } = record;
  return { line: `${JSON.stringify({ type, ...rest })}\n`, record };
}

/** The record in a line of either format; undefined if there is none. */
export function fromLine(text: string): StoredRecord | undefined {
  try {
    return StoredRecord.safeParse(upgradeFormat1(JSON.parse(text))).data;
  } catch {
    return undefined;
  }
}
