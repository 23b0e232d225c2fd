import { isUtf8 } from 'node:buffer';
import type { LinePlace } from './applyRecord.ts';
import { fromLine, RECORD_START, type StoredRecord } from './records.ts';

const NEWLINE = 0x0a;

/** The records in some bytes of a conversation's file. */
export interface ReadRecords {
  readonly records: readonly ({ readonly record: StoredRecord } & LinePlace)[];
  /** How many lines are damaged, wholly or in part. */
  readonly unreadable: number;
  /** How many bytes were read. The rest may be the start of a line. */
  readonly consumed: number;
}

/**
 * Reads whole lines. Of a damaged line, the records that are still whole are recovered: one behind
 * a torn line, or two that have lost the newline between them. A last line without a newline counts
 * if it is a whole record; otherwise it is left for the next read.
 *
 * @param start where in the file the bytes begin.
 */
export function readRecords(bytes: Buffer, start: number): ReadRecords {
  const records: ({ record: StoredRecord } & LinePlace)[] = [];
  let unreadable = 0;
  let from = 0;
  while (from < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, from);
    const end = newline === -1 ? bytes.length : newline;
    const line = readLine(bytes.subarray(from, end));
    if (newline === -1 && line.damaged) break;
    const place = { position: start + from, end: start + end };
    for (const record of line.records) records.push({ record, ...place });
    if (line.damaged) unreadable += 1;
    from = newline === -1 ? bytes.length : newline + 1;
  }
  return { records, unreadable, consumed: from };
}

function readLine(bytes: Buffer): { records: StoredRecord[]; damaged: boolean } {
  if (bytes.length === 0) return { records: [], damaged: false };
  const text = bytes.toString('utf8');
  const whole = fromLine(text);
  if (whole) return { records: [whole], damaged: !isUtf8(bytes) };
  return { records: recover(text), damaged: text.trim() !== '' };
}

/** The whole records in a damaged line. */
function recover(text: string): StoredRecord[] {
  const starts: number[] = [];
  for (let at = text.indexOf(RECORD_START); at !== -1; at = text.indexOf(RECORD_START, at + 1)) {
    starts.push(at);
  }
  return starts.flatMap((at, index) => {
    const piece = text.slice(at, starts[index + 1]);
    // A newline that was turned into another character is still behind the record.
    const record = fromLine(piece) ?? fromLine(piece.slice(0, -1));
    return record ? [record] : [];
  });
}
