import { IdleTimeoutError, UnreadableAnswerError } from '../errors/index.ts';

/** A line longer than this is not an answer of Ollama's; it must not fill the memory. */
const MAXIMUM_LINE_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The body of a streamed answer, handed to the `ollama` package as the reader it expects, whole
 * lines at a time, with three promises that the package's own parser does not make:
 *
 * - {@link pending} says how many lines of the last read have not been taken yet, so that what
 *   arrived in one read can travel as one chunk;
 * - a line that is not a JSON object (the parser would only log it) ends the stream with an error,
 *   after all lines before it;
 * - after the first byte, a silence longer than the idle limit ends the stream with an error. The
 *   first byte may take as long as a cold load takes.
 */
export class LineReader {
  private lines = 0;
  /** The beginning of a line whose end has not come. */
  private open: Uint8Array[] = [];
  private openBytes = 0;
  private unreadable: UnreadableAnswerError | undefined;
  private ended = false;
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly idleSeconds: number;
  private started = false;

  constructor(source: AsyncIterable<Uint8Array>, idleSeconds: number) {
    this.source = source[Symbol.asyncIterator]();
    this.idleSeconds = idleSeconds;
  }

  /** Whether anything has been read. */
  get begun(): boolean {
    return this.started;
  }

  /** Lines that were read whole and not yet taken. */
  get pending(): number {
    return this.lines;
  }

  /** The consumer took one line. */
  take(): void {
    this.lines -= 1;
  }

  getReader(): { read(): Promise<ReadResult>; releaseLock(): void } {
    return { read: () => this.read(), releaseLock: () => undefined };
  }

  /** Reads what is left after the last line, so that the socket can serve the next request. */
  async drain(limitSeconds: number): Promise<void> {
    while (!this.ended) {
      const next = await withIdleLimit(this.source.next(), limitSeconds);
      this.ended = next.done === true;
    }
  }

  private async read(): Promise<ReadResult> {
    for (;;) {
      if (this.unreadable) throw this.unreadable;
      if (this.ended) return { done: true, value: undefined };
      const { done, value } = await this.nextChunk();
      if (done) {
        this.ended = true;
        // A last line without its end is the parser's to read, or to miss.
        if (this.openBytes > 0) return { done: false, value: Buffer.concat(this.open) };
        continue;
      }
      this.started = true;
      const whole = this.wholeLines(value);
      if (whole.length > 0) return { done: false, value: whole };
    }
  }

  private nextChunk(): Promise<IteratorResult<Uint8Array>> {
    const next = this.source.next();
    return this.started ? withIdleLimit(next, this.idleSeconds) : next;
  }

  /** The lines that the chunk completes, up to the first one that is not an object. */
  private wholeLines(chunk: Uint8Array): Uint8Array {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    this.open.push(chunk.subarray(0, end === 0 ? chunk.length : end));
    this.openBytes += chunk.length;
    if (end === 0) {
      if (this.openBytes > MAXIMUM_LINE_BYTES) this.refuse('a line without an end');
      return new Uint8Array();
    }
    const lines = Buffer.concat(this.open);
    this.open = [chunk.subarray(end)];
    this.openBytes = chunk.length - end;
    return lines.subarray(0, this.countLines(lines));
  }

  /** Counts the lines that can be handed out; returns how many bytes they have. */
  private countLines(bytes: Buffer): number {
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      if (!isObject(bytes.toString('utf8', from, at))) {
        this.refuse('a line is not a JSON object');
        return from;
      }
      this.lines += 1;
      from = at + 1;
    }
    return from;
  }

  /** The error comes when everything before it has been read. */
  private refuse(reason: string): void {
    this.unreadable = new UnreadableAnswerError({ reason });
  }
}

type ReadResult = { done: true; value: undefined } | { done: false; value: Uint8Array };

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

async function withIdleLimit<Value>(next: Promise<Value>, seconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new IdleTimeoutError({ seconds })), seconds * 1000);
  });
  try {
    return await Promise.race([next, limit]);
  } finally {
    clearTimeout(timer);
  }
}
