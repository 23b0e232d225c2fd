import { EventEmitter, on } from 'node:events';
import type { Readable } from 'node:stream';

const maxLength = 4_000_000;

/** Keeps the output of a process, and can wait for a match. */
export class OutputLog {
  readonly #changes = new EventEmitter();
  #text = '';

  constructor(...streams: readonly Readable[]) {
    for (const stream of streams) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.#text = (this.#text + chunk).slice(-maxLength);
        this.#changes.emit('change');
      });
    }
  }

  /** The output, at most its last four million characters. */
  text(): string {
    return this.#text;
  }

  /**
   * Waits until the text matches.
   *
   * @returns the first group of the match.
   * @throws the reason of the signal if it aborts first.
   */
  async waitFor(pattern: RegExp, signal: AbortSignal): Promise<string> {
    const changes = on(this.#changes, 'change', { signal });
    for (;;) {
      const caught = pattern.exec(this.#text)?.[1];
      if (caught !== undefined) {
        await changes.return?.();
        return caught;
      }
      await changes.next();
    }
  }
}
