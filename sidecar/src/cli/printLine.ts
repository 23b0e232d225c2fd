import { stripControlCharacters } from '../models/controlCharacters.ts';
import { writeToStderr } from './streamGuard.ts';

/**
 * Writes a line to stderr, the terminal's or a log's. Parts of it come from outside, such as the
 * name of a model or what a server answered, and a terminal would obey their escape sequences.
 */
export function printLine(text: string): void {
  writeToStderr(`${stripControlCharacters(text)}\n`);
}
