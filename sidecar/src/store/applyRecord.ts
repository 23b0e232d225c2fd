import type { Conversation, Turn } from './conversation.ts';
import type {
  ConversationChangedRecord,
  DeltaRecord,
  StoredRecord,
  TextPiece,
  TurnFinishedRecord,
  TurnStartedRecord,
} from './records.ts';

/** Where the line of a record starts and ends in its file, in bytes. */
export interface LinePlace {
  readonly position: number;
  readonly end: number;
}

/** Marks where a damaged line has lost a piece of an answer. */
const GAP = '…';

/** A conversation before its first record. */
export function emptyConversation(conversationId: string): Conversation {
  return {
    conversationId,
    createdAt: new Date(0).toISOString(),
    turns: new Map(),
    lastTurnId: null,
    unreadableLines: 0,
  };
}

/**
 * Updates a conversation by the next record of its file. A repeated record changes nothing, except
 * that the later of two changes wins.
 *
 * @param place the record's line; absent for a record that is not in the file yet.
 */
export function applyRecord(
  conversation: Conversation,
  record: StoredRecord,
  place?: LinePlace,
): void {
  switch (record.type) {
    case 'header': {
      const { createdAt, workspaceUri } = record;
      Object.assign(conversation, { createdAt, workspaceUri });
      return;
    }
    case 'turnStarted':
      applyStart(conversation, record, place?.position);
      return;
    case 'delta':
      countInvalidLengths(conversation, record, place?.end);
      applyDelta(turnOf(conversation, record.turnId), record, place?.end);
      return;
    case 'turnFinished':
      countInvalidLengths(conversation, record, place?.end);
      applyFinish(turnOf(conversation, record.turnId), record, place?.end);
      return;
    case 'conversationChanged':
      applyChange(conversation, record);
  }
}

function applyStart(
  conversation: Conversation,
  record: TurnStartedRecord,
  position: number | undefined,
): void {
  const existing = conversation.turns.get(record.turnId);
  if (existing) {
    existing.position ??= position;
    // The last turn of the file is the last one for every process.
    conversation.lastTurnId = existing.turnId;
    return;
  }
  const { type: _type, writer: _writer, ...fields } = record;
  addTurn(conversation, {
    ...emptyTurn(conversation, record.turnId),
    ...defined(fields),
    position,
  });
}

/** The turn; an empty one if the line of its question is damaged. */
function turnOf(conversation: Conversation, turnId: string): Turn {
  return conversation.turns.get(turnId) ?? addTurn(conversation, emptyTurn(conversation, turnId));
}

function addTurn(conversation: Conversation, turn: Turn): Turn {
  conversation.turns.set(turn.turnId, turn);
  conversation.lastTurnId = turn.turnId;
  return turn;
}

function emptyTurn({ lastTurnId, createdAt }: Conversation, turnId: string): Turn {
  return {
    turnId,
    clientTurnId: turnId,
    parentTurnId: lastTurnId,
    createdAt,
    text: '',
    context: [],
    strategy: 'condense+history',
    answer: '',
    thinking: '',
    notices: [],
  };
}

function applyDelta(
  turn: Turn,
  { metadata, answer, thinking }: DeltaRecord | TurnFinishedRecord,
  lineEnd: number | undefined,
): void {
  if (turn.stopReason !== undefined) return;
  if (metadata) Object.assign(turn, defined(metadata));
  if (answer) turn.answer = insert(turn.answer, answer, lineEnd);
  if (thinking) turn.thinking = insert(turn.thinking, thinking, lineEnd);
}

function applyFinish(turn: Turn, record: TurnFinishedRecord, lineEnd: number | undefined): void {
  if (turn.stopReason !== undefined) return;
  applyDelta(turn, record, lineEnd);
  const { stopReason, error, endedAt, answerLength, thinkingLength } = record;
  turn.answer = insert(turn.answer, { offset: answerLength, text: '' }, lineEnd);
  turn.thinking = insert(turn.thinking, { offset: thinkingLength, text: '' }, lineEnd);
  Object.assign(turn, defined({ stopReason, endedAt, error }));
}

/** The text with the piece at its offset, and a gap for what damaged lines have lost before it. */
function insert(text: string, { offset, text: piece }: TextPiece, lineEnd?: number): string {
  if (offset === undefined || isInvalidLength(offset, lineEnd)) return text + piece;
  const missing = offset - text.length;
  if (missing > 0) return text + GAP.padEnd(missing) + piece;
  return text + piece.slice(-missing);
}

/** No text up to this line can be longer than the file up to here: each unit takes a byte or more. */
function isInvalidLength(length: number | undefined, lineEnd: number | undefined): boolean {
  return lineEnd !== undefined && (length === undefined || length > lineEnd);
}

/** Counts a line with an invalid length as damaged, although its text is kept. */
function countInvalidLengths(
  conversation: Conversation,
  record: DeltaRecord | TurnFinishedRecord,
  lineEnd: number | undefined,
): void {
  const offsets = [record.answer, record.thinking].flatMap((piece) =>
    piece ? [piece.offset] : [],
  );
  const lengths =
    record.type === 'turnFinished' ? [record.answerLength, record.thinkingLength] : [];
  const hasInvalid = [...offsets, ...lengths].some((length) => isInvalidLength(length, lineEnd));
  if (hasInvalid) conversation.unreadableLines += 1;
}

function applyChange(conversation: Conversation, record: ConversationChangedRecord): void {
  const { type: _type, writer: _writer, changedAt: _changedAt, ...changes } = record;
  for (const [key, value] of Object.entries(defined(changes))) {
    Object.assign(conversation, { [key]: value ?? undefined });
  }
}

/** The fields without those that were dropped as invalid: they must not replace anything. */
function defined<Fields extends object>(fields: Fields): Partial<Fields>;
function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
