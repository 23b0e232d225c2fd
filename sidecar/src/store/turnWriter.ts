import type { Turn } from './conversation.ts';
import {
  type DeltaRecord,
  type StoredRecord,
  type TextPiece,
  type TurnFinishedRecord,
  TurnMetadata,
} from './records.ts';

/**
 * A delta is written this long after its first piece. The rest of the 250 ms that a kill may cost
 * is for the write itself.
 */
const FLUSH_MS = 100;

/** Appends a record to the turn's conversation. */
export type AppendRecord = (record: StoredRecord, durable: boolean) => Promise<void>;

/** Writes a running turn to its file: delta by delta, and its end. */
export class TurnWriter {
  private readonly turn: Turn;
  private readonly writer: string;
  private readonly append: AppendRecord;
  private written = { answer: 0, thinking: 0, metadata: '{}' };
  private timer: NodeJS.Timeout | undefined;
  /** When the oldest unwritten piece arrived. */
  private since = 0;

  constructor(turn: Turn, writer: string, append: AppendRecord) {
    this.turn = turn;
    this.writer = writer;
    this.append = append;
  }

  /**
   * Schedules a write of what the turn has gained. If a write is already due, resolves when it is
   * done: a caller that waits before it tells clients shows them nothing for long that a kill could
   * take back.
   */
  async saveProgress(): Promise<void> {
    const now = performance.now();
    if (this.timer === undefined) {
      this.since = now;
      this.timer = setTimeout(() => void this.flush(), FLUSH_MS);
    } else if (now - this.since >= FLUSH_MS) {
      clearTimeout(this.timer);
      await this.flush();
    }
  }

  /** Writes the end of the turn, and everything not written yet. */
  async finish(endedAt: string): Promise<void> {
    clearTimeout(this.timer);
    await this.append(this.finishedRecord(endedAt), true);
  }

  /** The record that ends the turn, with everything not written yet. */
  finishedRecord(endedAt: string): TurnFinishedRecord {
    const { stopReason = 'error', error, answer, thinking } = this.turn;
    return {
      ...this.nextDelta(),
      type: 'turnFinished',
      endedAt,
      stopReason,
      error,
      answerLength: answer.length,
      thinkingLength: thinking.length,
    };
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    // A refused record is retried with the next one; the end of the turn reports the failure.
    await this.append(this.nextDelta(), false).catch(() => undefined);
  }

  private nextDelta(): DeltaRecord {
    const { turn, written } = this;
    const notices = turn.notices.length > 0 ? turn.notices : undefined;
    const metadata = TurnMetadata.parse({ ...turn, notices });
    const text = JSON.stringify(metadata);
    const delta = {
      metadata: text === written.metadata ? undefined : metadata,
      answer: pieceFrom(turn.answer, written.answer),
      thinking: pieceFrom(turn.thinking, written.thinking),
    };
    this.written = { answer: turn.answer.length, thinking: turn.thinking.length, metadata: text };
    return { type: 'delta', writer: this.writer, turnId: turn.turnId, ...delta };
  }
}

function pieceFrom(text: string, offset: number): TextPiece | undefined {
  return text.length === offset ? undefined : { offset, text: text.slice(offset) };
}
