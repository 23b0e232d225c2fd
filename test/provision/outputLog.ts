import { EventEmitter, on } from 'node:events';
import type { Readable } from 'node:stream';

const maxLength = 4_000_000;

/** Keeps what a process prints, and lets one wait for something in it. */
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

  /** All of it, or its last four million characters when it has grown beyond them. */
  text(): string {
    return this.#text;
  }

  /**
   * Waits until the text matches.
   *
   * @returns what the pattern's first group caught.
   * @throws the signal's reason when that comes first.
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
