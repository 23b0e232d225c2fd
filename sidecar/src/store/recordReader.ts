import { isUtf8 } from 'node:buffer';
import type { LinePlace } from './applyRecord.ts';
import { fromLine, RECORD_START, type StoredRecord } from './records.ts';

const NEWLINE = 0x0a;

/** What some bytes of a conversation's file say. */
export interface ReadRecords {
  readonly records: readonly ({ readonly record: StoredRecord } & LinePlace)[];
  /** Lines that are damaged, as far as they could not be read. */
  readonly unreadable: number;
  /** How many bytes were understood. What is behind may be the beginning of a line. */
  readonly consumed: number;
}

/**
 * Reads whole lines. A damaged line is passed over, and what is good beside the damage is found
 * again: a torn line and the record behind it, two lines whose newline is gone. A last line
 * without its newline counts when it is a whole record; otherwise it is left for later.
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
  return { records: salvage(text), damaged: text.trim() !== '' };
}

/** The whole records in a damaged line. Each begins in a way that no text inside one can. */
function salvage(text: string): StoredRecord[] {
  const starts: number[] = [];
  for (let at = text.indexOf(RECORD_START); at !== -1; at = text.indexOf(RECORD_START, at + 1)) {
    starts.push(at);
  }
  return starts.flatMap((at, index) => {
    const piece = text.slice(at, starts[index + 1]);
    // One more character stands there where a newline has become something else.
    const record = fromLine(piece) ?? fromLine(piece.slice(0, -1));
    return record ? [record] : [];
  });
}
