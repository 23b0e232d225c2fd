import { CondenserError, isError } from '../../errors.ts';
import { type JsonObject, toJsonObject } from '../untrusted.ts';

/** A longer line is not an answer of Ollama's; it must not fill the memory. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/** How a stream of JSON lines is read. */
export interface JsonLinesOptions {
  readonly host: string;
  /** Longest silence after the first byte. The first byte may take as long as a cold load takes. */
  readonly idleSeconds: number;
}

/**
 * A streamed body of JSON objects, one a line. Each line is parsed once; blank lines, a byte order
 * mark, `\r\n` and a last line without an end are accepted.
 */
export class JsonLines {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly options: JsonLinesOptions;
  /** The beginning of a line whose end has not come. */
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
   * The objects of one read at a time; never an empty list.
   *
   * @throws `unreadableAnswer` for a line that is not a JSON object, after all lines before it.
   * @throws `notOllama` when the first line is a web page.
   * @throws `idleTimeout` after a silence that is too long.
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

  /** Reads what follows the last line, so that the socket can serve the next request. */
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

  /** The lines that the chunk completes, up to the first malformed one. */
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

  /** A line without an end is whole where it parses; else the stream was cut in the middle of it. */
  private lastLine(): JsonObject[] {
    const text = Buffer.concat(this.open).toString('utf8');
    this.open = [];
    const object = this.parse(text);
    // The missing line that says "done" tells that the stream was cut.
    if (isError(this.malformed, 'unreadableAnswer')) this.malformed = undefined;
    return object ? [object] : [];
  }

  /** Undefined for a blank line, and for a malformed one, which is noted. */
  private parse(line: string): JsonObject | undefined {
    const object = toJsonObject(line);
    if (object) {
      this.parsedAny = true;
      return object;
    }
    // A byte order mark counts as white space here, and not for JSON.parse.
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

  /** The error is thrown when everything before it has been read. */
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
