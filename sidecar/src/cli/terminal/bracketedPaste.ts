import { Readable } from 'node:stream';
import { stripControlCharacters } from '../../models/untrusted.ts';
import type { TerminalInput } from './terminal.ts';

/** What a terminal is told, so that it marks what is pasted. */
export const BRACKETED_PASTE_ON = '\u001b[?2004h';
export const BRACKETED_PASTE_OFF = '\u001b[?2004l';

const PASTE_START = Buffer.from('\u001b[200~');
const PASTE_END = Buffer.from('\u001b[201~');
/** Stands for a newline in a line that is being edited; readline would send the line at a real one. */
const NEWLINE_MARK = '\u23ce';
/** Behind a mark that was pasted as it is: a variation selector, which nobody sees. */
const LITERAL = '\ufe0e';

/**
 * The keys of a terminal that marks pastes. What is typed is read from this stream; what is pasted
 * goes to the listener as a whole, in its place between the keys.
 */
export class PasteReader extends Readable {
  readonly isTTY = true;
  private readonly source: TerminalInput;
  private readonly onPaste: (text: string) => void;
  /** The beginning of a marker whose end has yet to come. */
  private held: Buffer = Buffer.alloc(0);
  /** Undefined outside a paste. */
  private pasted: Buffer[] | undefined;

  constructor(source: TerminalInput, onPaste: (text: string) => void) {
    super();
    this.source = source;
    this.onPaste = onPaste;
    source.on('data', (chunk: Buffer) => this.receive(chunk));
    source.on('end', () => this.push(null));
    source.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.source.resume();
  }

  /** readline switches it; the terminal itself does it. */
  setRawMode(mode: boolean): this {
    this.source.setRawMode?.(mode);
    return this;
  }

  private receive(chunk: Buffer): void {
    let rest: Buffer = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    this.held = Buffer.alloc(0);
    for (;;) {
      const marker = this.pasted === undefined ? PASTE_START : PASTE_END;
      const at = rest.indexOf(marker);
      if (at < 0) break;
      this.pass(rest.subarray(0, at));
      this.changeSides();
      rest = rest.subarray(at + marker.length);
    }
    const kept = this.startOfMarker(rest);
    this.held = rest.subarray(rest.length - kept);
    this.pass(rest.subarray(0, rest.length - kept));
  }

  private pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.pasted === undefined) this.push(bytes);
    else this.pasted.push(bytes);
  }

  private changeSides(): void {
    const { pasted } = this;
    this.pasted = pasted === undefined ? [] : undefined;
    if (pasted !== undefined) this.onPaste(Buffer.concat(pasted).toString('utf8'));
  }

  /** How many bytes at the end may be the beginning of the next marker. */
  private startOfMarker(bytes: Buffer): number {
    const inPaste = this.pasted !== undefined;
    const marker = inPaste ? PASTE_END : PASTE_START;
    // A lone ESC that was typed must not wait for the next key.
    const least = inPaste ? 1 : 2;
    for (let length = Math.min(marker.length - 1, bytes.length); length >= least; length -= 1) {
      if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
    }
    return 0;
  }
}

/** A pasted text as it stands in a line that is being edited. */
export function toEditedLine(pasted: string): string {
  const text = stripControlCharacters(pasted.replace(/\r\n?/g, '\n'));
  return text
    .replaceAll(NEWLINE_MARK, NEWLINE_MARK + LITERAL)
    .replace(/[\n\u2028\u2029]/g, NEWLINE_MARK);
}

/** The text that an edited line stands for. */
export function fromEditedLine(line: string): string {
  return line.replace(new RegExp(`${NEWLINE_MARK}(${LITERAL})?`, 'g'), (_, literal?: string) =>
    literal === undefined ? '\n' : NEWLINE_MARK,
  );
}
