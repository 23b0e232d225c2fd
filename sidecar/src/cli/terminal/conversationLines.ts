import type { ConversationSummary } from '@condenser/protocol';
import type { Terminal } from './terminal.ts';

/** Characters of an id that a list shows at least; more where two begin alike. */
const SHORT_ID = 8;

/** Ids as short as they can be and still tell these conversations apart. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  let length = SHORT_ID;
  const distinct = new Set(ids).size;
  while (new Set(ids.map((id) => id.slice(0, length))).size < distinct) length += 1;
  return (id) => id.slice(0, length);
}

/** A moment as the clock on the person's wall has it, to the minute. */
export function localTime(timestamp: string): string {
  const date = new Date(timestamp);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A text that belongs on one line. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** Id, time, number of turns and title, and what is wrong with its file, on one line. */
export function summaryLine(summary: ConversationSummary, id: string): string {
  const { updatedAt, turnCount, title, damaged } = summary;
  const note = damaged === undefined ? '' : `  [${oneLine(damaged.message)}]`;
  const facts = [id, localTime(updatedAt), String(turnCount).padStart(4), oneLine(title)];
  return `${facts.join('  ')}${note}\n`;
}

/** One JSON document on stdout. */
export function printJson(terminal: Terminal, document: unknown): Promise<void> {
  return terminal.answer(`${JSON.stringify(document, undefined, 2)}\n`);
}
