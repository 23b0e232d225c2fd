import type { Readable, Writable } from 'node:stream';
import { stripControlCharacters } from '../../models/untrusted.ts';

/** What a person types at. */
export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  setRawMode?(mode: boolean): unknown;
};

/** What a person sees and types at: streams, and what their terminal can do. */
export interface TerminalStreams {
  readonly input: TerminalInput;
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable & { readonly isTTY?: boolean };
  /** Whether colours are wanted: a terminal, and no NO_COLOR. */
  readonly color: boolean;
  /** Whether the output is a terminal that obeys escape sequences. */
  readonly escapes: boolean;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes to a terminal or a pipe: plain text on a pipe, and nothing that moves a cursor up. */
export class Terminal {
  private readonly streams: TerminalStreams;
  private atLineStart = true;
  /** Whether the line on the screen is to be cleared before anything else is written. */
  private passing = false;
  private waitShown = false;

  constructor(streams: TerminalStreams) {
    this.streams = streams;
  }

  /** Text of a model. A terminal would obey its control characters; a pipe gets it unchanged. */
  async answer(text: string): Promise<void> {
    const { output } = this.streams;
    const shown = output.isTTY ? stripControlCharacters(text) : text;
    if (shown === '') return;
    await this.clearPassing();
    this.atLineStart = shown.endsWith('\n');
    await write(output, shown);
  }

  /** Text of ours or of a model, beside the answer, dimmed where there are colours. */
  async aside(text: string): Promise<void> {
    const { errors, output, color } = this.streams;
    await this.clearPassing();
    const start = this.atLineStart ? '' : '\n';
    this.atLineStart = true;
    // On one screen both streams are one text; in a pipe, stdout is the answer alone.
    const stream = output.isTTY ? output : errors;
    await write(stream, `${start}${dimmed(text, color)}\n`);
  }

  /**
   * Says that something is under way, until anything else is written. On a terminal that cannot
   * clear it, it stays and is said once a turn; in a pipe nothing is said.
   */
  async waiting(text: string): Promise<void> {
    const { output, color, escapes } = this.streams;
    if (!output.isTTY || this.passing) return;
    if (escapes) {
      const start = this.atLineStart ? '' : '\n';
      this.atLineStart = true;
      this.passing = true;
      await write(output, `${start}${dimmed(text, color)}`);
    } else if (!this.waitShown) {
      this.waitShown = true;
      await this.aside(text);
    }
  }

  /** Ends the answer with a newline when it did not end with one. */
  async endLine(): Promise<void> {
    this.waitShown = false;
    await this.clearPassing();
    if (this.atLineStart) return;
    this.atLineStart = true;
    await write(this.streams.output, '\n');
  }

  private async clearPassing(): Promise<void> {
    if (!this.passing) return;
    this.passing = false;
    await write(this.streams.output, CLEAR_LINE);
  }
}

function dimmed(text: string, color: boolean): string {
  const plain = stripControlCharacters(text);
  return color ? `\u001b[2m${plain}\u001b[22m` : plain;
}

/** Resolves when the stream has taken it, also when nobody reads it any more. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write(text, () => resolve());
  });
}
