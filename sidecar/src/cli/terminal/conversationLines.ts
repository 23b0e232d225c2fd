import type { ConversationSummary } from '@condenser/protocol';
import type { Terminal } from './terminal.ts';

/** The minimum length of an ID in a list; longer when two begin alike. */
const MIN_ID_LENGTH = 8;

/** Shortens IDs as far as they stay distinct. */
export function shortIds(ids: readonly string[]): (id: string) => string {
  let length = MIN_ID_LENGTH;
  const distinct = new Set(ids).size;
  while (new Set(ids.map((id) => id.slice(0, length))).size < distinct) length += 1;
  return (id) => id.slice(0, length);
}

/** A timestamp in local time, to the minute. */
export function localTime(timestamp: string): string {
  const date = new Date(timestamp);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The text on one line. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** ID, time, number of turns, title and damage of a conversation, on one line. */
export function summaryLine(summary: ConversationSummary, id: string): string {
  const { updatedAt, turnCount, title, damaged } = summary;
  const note = damaged === undefined ? '' : `  [${oneLine(damaged.message)}]`;
  const facts = [id, localTime(updatedAt), String(turnCount).padStart(4), oneLine(title)];
  return `${facts.join('  ')}${note}\n`;
}

/** Prints a JSON document on stdout. */
export function printJson(terminal: Terminal, document: unknown): Promise<void> {
  return terminal.answer(`${JSON.stringify(document, undefined, 2)}\n`);
}
