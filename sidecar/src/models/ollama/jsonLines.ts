import { CondenserError, isError } from '../../errors.ts';
import { type JsonObject, toJsonObject } from '../untrusted.ts';

/** Longer lines are not answers of Ollama and must not fill the memory. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/** The options of {@link JsonLines}. */
export interface JsonLinesOptions {
  readonly host: string;
  /** The idle timeout after the first byte; the first may take as long as loading the model. */
  readonly idleSeconds: number;
}

/**
 * Reads a streamed body of JSON objects, one per line. Blank lines, a byte order mark, `\r\n` and a
 * last line without a newline are accepted.
 */
export class JsonLines {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly options: JsonLinesOptions;
  /** The beginning of an incomplete line. */
  private open: Uint8Array[] = [];
  private openBytes = 0;
  private started = false;
  private parsedAny = false;
  private ended = false;
  private malformed: Error | undefined;

  constructor(source: AsyncIterable<Uint8Array>, options: JsonLinesOptions) {
    this.source = source[Symbol.asyncIterator]();
    this.options = options;
  }

  /** Whether any byte has arrived. */
  get begun(): boolean {
    return this.started;
  }

  /**
   * Yields the objects of one read at a time; never an empty list.
   *
   * @throws `unreadableAnswer` for a line that is not a JSON object, after yielding the lines before it.
   * @throws `notOllama` when the body is a web page.
   * @throws `idleTimeout` after the idle timeout.
   */
  async *reads(): AsyncGenerator<readonly JsonObject[]> {
    while (!this.ended) {
      const { done, value } = await this.nextChunk();
      if (done) this.ended = true;
      const objects = done ? this.lastLine() : this.wholeLines(value);
      if (objects.length > 0) yield objects;
      if (this.malformed) throw this.malformed;
    }
  }

  /** Reads the rest of the body, so that the socket can be reused. */
  async drain(limitSeconds: number): Promise<void> {
    const deadline = performance.now() + limitSeconds * 1000;
    while (!this.ended) {
      const seconds = Math.max(0, deadline - performance.now()) / 1000;
      const next = await withIdleLimit(this.source.next(), seconds);
      this.ended = next.done === true;
    }
  }

  private async nextChunk(): Promise<IteratorResult<Uint8Array>> {
    const next = this.source.next();
    const result = await (this.started ? withIdleLimit(next, this.options.idleSeconds) : next);
    this.started ||= result.done !== true;
    return result;
  }

  /** The lines that the chunk completes, up to a malformed one. */
  private wholeLines(chunk: Uint8Array): JsonObject[] {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    this.open.push(end === 0 ? chunk : chunk.subarray(0, end));
    this.openBytes += chunk.length;
    if (end === 0) {
      if (this.openBytes > MAX_LINE_BYTES) this.refuse('a line without an end');
      return [];
    }
    const bytes = Buffer.concat(this.open);
    this.open = end === chunk.length ? [] : [chunk.subarray(end)];
    this.openBytes = chunk.length - end;
    return this.parseLines(bytes);
  }

  private parseLines(bytes: Buffer): JsonObject[] {
    const objects: JsonObject[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      const object = this.parse(bytes.toString('utf8', from, at));
      if (this.malformed) break;
      if (object) objects.push(object);
      from = at + 1;
    }
    return objects;
  }

  /** A last line without a newline is complete if it parses; else the stream was cut inside it. */
  private lastLine(): JsonObject[] {
    const text = Buffer.concat(this.open).toString('utf8');
    this.open = [];
    const object = this.parse(text);
    // The reader reports the missing `done`.
    if (isError(this.malformed, 'unreadableAnswer')) this.malformed = undefined;
    return object ? [object] : [];
  }

  /** Undefined for a blank line, and for a malformed one, which sets {@link malformed}. */
  private parse(line: string): JsonObject | undefined {
    const object = toJsonObject(line);
    if (object) {
      this.parsedAny = true;
      return object;
    }
    // `trim` removes a byte order mark, which JSON.parse rejects.
    const text = line.trim();
    if (text === '') return undefined;
    const trimmed = text.length === line.length ? undefined : toJsonObject(text);
    this.parsedAny ||= trimmed !== undefined;
    if (trimmed === undefined) this.refuseLine(text);
    return trimmed;
  }

  private refuseLine(text: string): void {
    if (!this.parsedAny && /^<(?:!doctype|html|head|\?xml)/i.test(text)) {
      const { host } = this.options;
      this.malformed = new CondenserError('notOllama', {
        host,
        reason: 'it answered with a web page',
      });
    } else {
      this.refuse('a line is not a JSON object');
    }
  }

  /** The error is thrown after everything before it has been yielded. */
  private refuse(reason: string): void {
    this.malformed = new CondenserError('unreadableAnswer', { reason });
  }
}

async function withIdleLimit<Value>(next: Promise<Value>, seconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new CondenserError('idleTimeout', { seconds })),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([next, limit]);
  } finally {
    clearTimeout(timer);
  }
}
