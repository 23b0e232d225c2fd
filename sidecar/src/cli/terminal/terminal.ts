import type { Readable, Writable } from 'node:stream';
import { stripControlCharacters } from '../../models/untrusted.ts';

/** The input of a terminal. */
export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  setRawMode?(mode: boolean): unknown;
};

/** The streams of a terminal and its capabilities. */
export interface TerminalStreams {
  readonly input: TerminalInput;
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable & { readonly isTTY?: boolean };
  /** Whether to use colours: on a terminal without NO_COLOR. */
  readonly color: boolean;
  /** Whether the output is a terminal that supports escape sequences. */
  readonly escapes: boolean;
}

const CLEAR_LINE = '\r\u001b[2K';

/** Writes to a terminal, or plain text to a pipe. Never moves the cursor up. */
export class Terminal {
  private readonly streams: TerminalStreams;
  private atLineStart = true;
  /** Whether a temporary line is shown, which the next output replaces. */
  private hasTemporaryLine = false;
  private waitShown = false;

  constructor(streams: TerminalStreams) {
    this.streams = streams;
  }

  /** Writes text of a model: without control characters to a terminal, unchanged to a pipe. */
  async answer(text: string): Promise<void> {
    const { output } = this.streams;
    const shown = output.isTTY ? stripControlCharacters(text) : text;
    if (shown === '') return;
    await this.clearTemporaryLine();
    this.atLineStart = shown.endsWith('\n');
    await write(output, shown);
  }

  /** Writes a message beside the answer, dimmed if there are colours. */
  async aside(text: string): Promise<void> {
    const { errors, output, color } = this.streams;
    await this.clearTemporaryLine();
    const start = this.atLineStart ? '' : '\n';
    this.atLineStart = true;
    // On a terminal both streams appear as one; in a pipe, stdout has only the answer.
    const stream = output.isTTY ? output : errors;
    await write(stream, `${start}${dimmed(text, color)}\n`);
  }

  /**
   * Shows a status until the next output. On a terminal without escape sequences it stays and is
   * shown once per turn; in a pipe it is not shown.
   */
  async waiting(text: string): Promise<void> {
    const { output, color, escapes } = this.streams;
    if (!output.isTTY || this.hasTemporaryLine) return;
    if (escapes) {
      const start = this.atLineStart ? '' : '\n';
      this.atLineStart = true;
      this.hasTemporaryLine = true;
      await write(output, `${start}${dimmed(text, color)}`);
    } else if (!this.waitShown) {
      this.waitShown = true;
      await this.aside(text);
    }
  }

  /** Ends the answer with a newline if it did not end with one. */
  async endLine(): Promise<void> {
    this.waitShown = false;
    await this.clearTemporaryLine();
    if (this.atLineStart) return;
    this.atLineStart = true;
    await write(this.streams.output, '\n');
  }

  private async clearTemporaryLine(): Promise<void> {
    if (!this.hasTemporaryLine) return;
    this.hasTemporaryLine = false;
    await write(this.streams.output, CLEAR_LINE);
  }
}

function dimmed(text: string, color: boolean): string {
  const plain = stripControlCharacters(text);
  return color ? `\u001b[2m${plain}\u001b[22m` : plain;
}

/** Resolves when the stream has accepted the text, or is closed. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write(text, () => resolve());
  });
}
