import type { Readable, Writable } from 'node:stream';
import { stripControlCharacters } from '../../model/controlCharacters.ts';

/** What a person sees and types at: streams, and what their terminal can do. */
export interface TerminalStreams {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly errors: Writable & { readonly isTTY?: boolean };
  /** Whether colours are wanted: a terminal, and no NO_COLOR. */
  readonly color: boolean;
}

/** Writes to a terminal or a pipe: plain text on a pipe, nothing that moves a cursor on either. */
export class Terminal {
  private readonly streams: TerminalStreams;
  private atLineStart = true;

  constructor(streams: TerminalStreams) {
    this.streams = streams;
  }

  /** Text of a model. A terminal would obey its control characters; a pipe gets it unchanged. */
  async answer(text: string): Promise<void> {
    const { output } = this.streams;
    const shown = output.isTTY ? stripControlCharacters(text) : text;
    if (shown === '') return;
    this.atLineStart = shown.endsWith('\n');
    await write(output, shown);
  }

  /** Text of ours or of a model, beside the answer, dimmed where there are colours. */
  async aside(text: string): Promise<void> {
    const { errors, output, color } = this.streams;
    const plain = stripControlCharacters(text);
    const start = this.atLineStart ? '' : '\n';
    this.atLineStart = true;
    // On one screen both streams are one text; in a pipe, stdout is the answer alone.
    const stream = output.isTTY ? output : errors;
    await write(stream, `${start}${color ? `\u001b[2m${plain}\u001b[22m` : plain}\n`);
  }

  /** Ends the answer with a newline when it did not end with one. */
  async endLine(): Promise<void> {
    if (this.atLineStart) return;
    this.atLineStart = true;
    await write(this.streams.output, '\n');
  }
}

/** Resolves when the stream has taken it, also when nobody reads it any more. */
function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write(text, () => resolve());
  });
}
