import { Readable } from 'node:stream';
import { stripControlCharacters } from '../../models/untrusted.ts';
import type { TerminalInput } from './terminal.ts';

/** Escape sequences that switch bracketed paste on and off. */
export const BRACKETED_PASTE_ON = '\u001b[?2004h';
export const BRACKETED_PASTE_OFF = '\u001b[?2004l';

const PASTE_START = Buffer.from('\u001b[200~');
const PASTE_END = Buffer.from('\u001b[201~');
/** Stands for a newline in a line being edited, since readline would submit the line at a real one. */
const NEWLINE_MARK = '\u23ce';
/** An invisible variation selector, put after a mark that was itself part of the pasted text. */
const LITERAL = '\ufe0e';

/**
 * The input of a terminal with bracketed paste. Typed keys are read from this stream; each paste is
 * passed to the listener as a whole, in order with the keys.
 */
export class PasteReader extends Readable {
  readonly isTTY = true;
  private readonly source: TerminalInput;
  private readonly onPaste: (text: string) => void;
  /** An incomplete marker at the end of the last chunk. */
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

  /** Called by readline; applies to the terminal itself. */
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
      this.togglePaste();
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

  private togglePaste(): void {
    const { pasted } = this;
    this.pasted = pasted === undefined ? [] : undefined;
    if (pasted !== undefined) this.onPaste(Buffer.concat(pasted).toString('utf8'));
  }

  /** How many bytes at the end may belong to an incomplete marker. */
  private startOfMarker(bytes: Buffer): number {
    const inPaste = this.pasted !== undefined;
    const marker = inPaste ? PASTE_END : PASTE_START;
    // A typed ESC must not wait for the next key.
    const minLength = inPaste ? 1 : 2;
    for (let length = Math.min(marker.length - 1, bytes.length); length >= minLength; length -= 1) {
      if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
    }
    return 0;
  }
}

/** A pasted text as it appears in the edited line. */
export function toEditedLine(pasted: string): string {
  const text = stripControlCharacters(pasted.replace(/\r\n?/g, '\n'));
  return text
    .replaceAll(NEWLINE_MARK, NEWLINE_MARK + LITERAL)
    .replace(/[\n\u2028\u2029]/g, NEWLINE_MARK);
}

/** The text that an edited line represents. */
export function fromEditedLine(line: string): string {
  return line.replace(new RegExp(`${NEWLINE_MARK}(${LITERAL})?`, 'g'), (_, literal?: string) =>
    literal === undefined ? '\n' : NEWLINE_MARK,
  );
}
