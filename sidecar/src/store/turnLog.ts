import type { Turn } from './conversation.ts';
import {
  type EndedRecord,
  type GrewRecord,
  type Piece,
  type StoredRecord,
  TurnFacts,
} from './records.ts';

/**
 * What has come is on its way to the disk after this long, so that with the time that a write
 * takes no more than 250 ms of a stream can be missing after a kill.
 */
const FLUSH_MS = 100;

/** Appends a record to the turn's conversation. */
export type AppendRecord = (record: StoredRecord, durable: boolean) => Promise<void>;

/** Writes down a running turn: piece by piece as it grows, and its end. */
export class TurnLog {
  private readonly turn: Turn;
  private readonly writer: string;
  private readonly append: AppendRecord;
  private written = { answer: 0, thinking: 0, facts: '{}' };
  private timer: NodeJS.Timeout | undefined;
  /** When the oldest piece came that is not written. */
  private since = 0;

  constructor(turn: Turn, writer: string, append: AppendRecord) {
    this.turn = turn;
    this.writer = writer;
    this.append = append;
  }

  /**
   * The turn has come further; it is written down soon. Where that is due, the promise resolves
   * when it is done: who waits for it shows nothing for long that a kill could take.
   */
  async grew(): Promise<void> {
    const now = performance.now();
    if (this.timer === undefined) {
      this.since = now;
      this.timer = setTimeout(() => void this.flush(), FLUSH_MS);
    } else if (now - this.since >= FLUSH_MS) {
      clearTimeout(this.timer);
      await this.flush();
    }
  }

  /** Writes the end of the turn, with all that has not been written. */
  async ended(endedAt: string): Promise<void> {
    clearTimeout(this.timer);
    await this.append(this.end(endedAt), true);
  }

  /** The record of the end, with all that has not been written. */
  end(endedAt: string): EndedRecord {
    const { stopReason = 'error', error, answer, thinking } = this.turn;
    const { type: _type, ...growth } = this.growth();
    return {
      type: 'ended',
      ...growth,
      endedAt,
      stopReason,
      ...(error === undefined ? {} : { error }),
      answerLength: answer.length,
      thinkingLength: thinking.length,
    };
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    // What is refused is tried again with the next record, and told with the end of the turn.
    await this.append(this.growth(), false).catch(() => undefined);
  }

  private growth(): GrewRecord {
    const { turn, written } = this;
    const facts = TurnFacts.parse(factsOf(turn));
    const text = JSON.stringify(facts);
    const answer = pieceFrom(turn.answer, written.answer);
    const thinking = pieceFrom(turn.thinking, written.thinking);
    const changed = text !== written.facts;
    this.written = { answer: turn.answer.length, thinking: turn.thinking.length, facts: text };
    return {
      type: 'grew',
      writer: this.writer,
      turnId: turn.turnId,
      ...(changed ? { facts } : {}),
      ...(answer === undefined ? {} : { answer }),
      ...(thinking === undefined ? {} : { thinking }),
    };
  }
}

/** The end of a turn of which nothing has been written yet, with all of its text. */
export function endOf(turn: Turn, writer: string, endedAt: string): EndedRecord {
  return new TurnLog(turn, writer, () => Promise.resolve()).end(endedAt);
}

function pieceFrom(text: string, offset: number): Piece | undefined {
  return text.length === offset ? undefined : { offset, text: text.slice(offset) };
}

/** What has come to be known of the turn, as the file has it. */
export function factsOf(turn: Turn): TurnFacts {
  const { model, standaloneQuestion, asking, firstTurn, notices, usage } = turn;
  return {
    ...(model === undefined ? {} : { model }),
    ...(standaloneQuestion === undefined ? {} : { standaloneQuestion }),
    ...(asking === undefined ? {} : { asking }),
    ...(firstTurn === undefined ? {} : { firstTurn }),
    ...(notices.length === 0 ? {} : { notices }),
    ...(usage === undefined ? {} : { usage }),
  };
}
