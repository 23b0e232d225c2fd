import type { Conversation, Turn } from './conversation.ts';
import type {
  AskedRecord,
  ChangedRecord,
  EndedRecord,
  GrewRecord,
  Piece,
  StoredRecord,
  TurnFacts,
} from './records.ts';

/** The line of a record in its file, in bytes: from `position` up to `end`. */
export interface LinePlace {
  readonly position: number;
  readonly end: number;
}

/** Stands where a damaged line has taken a piece of an answer. */
const GAP = '…';

/** A conversation of which nothing is known but its id; records fill it. */
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
 * Brings a conversation to the state after a record. The order of the records is that of the file.
 * A record for the second time changes nothing, but that the later of two changes wins.
 *
 * @param place where in the file the record stands; absent for one not yet in it.
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
    case 'asked':
      applyAsked(conversation, record, place?.position);
      return;
    case 'grew':
      noteOddLengths(conversation, record, place?.end);
      applyGrowth(turnOf(conversation, record.turnId), record, place?.end);
      return;
    case 'ended':
      noteOddLengths(conversation, record, place?.end);
      applyEnd(turnOf(conversation, record.turnId), record, place?.end);
      return;
    case 'changed':
      applyChange(conversation, record);
  }
}

function applyAsked(
  conversation: Conversation,
  record: AskedRecord,
  position: number | undefined,
): void {
  const known = conversation.turns.get(record.turnId);
  if (known) {
    known.position ??= position;
    // The last in the file is the last for every reader, whoever asked it.
    conversation.lastTurnId = known.turnId;
    return;
  }
  const { type: _type, writer: _writer, ...asked } = record;
  const turn: Turn = {
    ...asked,
    clientTurnId: asked.clientTurnId ?? asked.turnId,
    parentTurnId: asked.parentTurnId === undefined ? conversation.lastTurnId : asked.parentTurnId,
    createdAt: asked.createdAt ?? conversation.createdAt,
    answer: '',
    thinking: '',
    notices: [],
    position,
  };
  conversation.turns.set(turn.turnId, turn);
  conversation.lastTurnId = turn.turnId;
}

/** The turn; where the line of its question is damaged, one without a question. */
function turnOf(conversation: Conversation, turnId: string): Turn {
  const known = conversation.turns.get(turnId);
  if (known) return known;
  const turn: Turn = {
    turnId,
    clientTurnId: turnId,
    parentTurnId: conversation.lastTurnId,
    createdAt: conversation.createdAt,
    text: '',
    context: [],
    strategy: 'condense+history',
    answer: '',
    thinking: '',
    notices: [],
  };
  conversation.turns.set(turnId, turn);
  conversation.lastTurnId = turnId;
  return turn;
}

function applyGrowth(
  turn: Turn,
  { facts, answer, thinking }: GrewRecord | EndedRecord,
  lineEnd: number | undefined,
): void {
  if (turn.stopReason !== undefined) return;
  if (facts) applyFacts(turn, facts);
  if (answer) turn.answer = grown(turn.answer, answer, lineEnd);
  if (thinking) turn.thinking = grown(turn.thinking, thinking, lineEnd);
}

function applyEnd(turn: Turn, record: EndedRecord, lineEnd: number | undefined): void {
  if (turn.stopReason !== undefined) return;
  applyGrowth(turn, record, lineEnd);
  const { stopReason, error, endedAt, answerLength, thinkingLength } = record;
  turn.answer = grown(turn.answer, { offset: answerLength, text: '' }, lineEnd);
  turn.thinking = grown(turn.thinking, { offset: thinkingLength, text: '' }, lineEnd);
  Object.assign(turn, { stopReason, ...known({ endedAt, error }) });
}

function applyFacts(turn: Turn, facts: TurnFacts): void {
  Object.assign(turn, known(facts));
}

/** The text with the piece at its place, and a gap where damaged lines have taken some of it. */
function grown(text: string, { offset, text: piece }: Piece, lineEnd: number | undefined): string {
  if (offset === undefined || isOddLength(offset, lineEnd)) return text + piece;
  const missing = offset - text.length;
  if (missing > 0) return text + GAP.padEnd(missing) + piece;
  return text + piece.slice(-missing);
}

/** Each unit of a text takes at least one byte of the file, at the latest in the record's own line. */
function isOddLength(length: number | undefined, lineEnd: number | undefined): boolean {
  return lineEnd !== undefined && (length === undefined || length > lineEnd);
}

/** The text of such a line is kept; the line is damaged all the same. */
function noteOddLengths(
  conversation: Conversation,
  record: GrewRecord | EndedRecord,
  lineEnd: number | undefined,
): void {
  const pieces = [record.answer, record.thinking].flatMap((piece) => (piece ? [piece.offset] : []));
  const ends = record.type === 'ended' ? [record.answerLength, record.thinkingLength] : [];
  const isOdd = [...pieces, ...ends].some((length) => isOddLength(length, lineEnd));
  if (isOdd) conversation.unreadableLines += 1;
}

function applyChange(conversation: Conversation, record: ChangedRecord): void {
  const { type: _type, writer: _writer, changedAt: _changedAt, ...changes } = record;
  for (const [key, value] of Object.entries(known(changes))) {
    Object.assign(conversation, { [key]: value ?? undefined });
  }
}

/** Without what was odd and is not known: it takes the place of nothing. */
function known(facts: object): object {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
