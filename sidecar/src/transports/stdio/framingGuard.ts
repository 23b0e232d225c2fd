import { Transform, type TransformCallback } from 'node:stream';

const MAX_HEADER_BYTES = 8 * 1024;
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const NEWLINE = 0x0a;
/** A header line, and the beginning of one. */
const HEADER_LINE = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const START_OF_HEADER_LINE = /^(?:[A-Za-z-]*|[A-Za-z-]+:[^\r]*)\r?$/;
/** JSON in place of a header: a client that writes one message per line. */
const START_OF_JSON = /^\s*[{[]/;

/**
 * Validates headers before vscode-jsonrpc's reader, which stops reading after a malformed header,
 * accepts any length, and requires CRLF. Bodies pass unchanged, each with a normalized header. After
 * the first malformed header nothing passes, and `onMalformed` is called once with the reason. A line
 * that cannot be a header is rejected at once, since its sender may wait for a response.
 */
export class FramingGuard extends Transform {
  /** The part of the current header line received so far. */
  private line: Buffer = Buffer.alloc(0);
  private headerBytes = 0;
  private fields = new Map<string, string>();
  private bodyBytesLeft = 0;
  private malformed = false;
  private readonly onMalformed: (reason: string) => void;

  constructor(onMalformed: (reason: string) => void) {
    super();
    this.onMalformed = onMalformed;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let at = 0;
    while (at < chunk.length && !this.malformed) {
      at += this.bodyBytesLeft > 0 ? this.forwardBody(chunk, at) : this.readHeader(chunk, at);
    }
    done();
  }

  /** Rejects a header that is incomplete at the end of the stream. */
  endOfInput(): void {
    if (this.malformed || (this.line.length === 0 && this.fields.size === 0)) return;
    this.refuse('the header has no end');
  }

  private forwardBody(chunk: Buffer, at: number): number {
    const part = chunk.subarray(at, at + this.bodyBytesLeft);
    this.bodyBytesLeft -= part.length;
    this.push(part);
    return part.length;
  }

  /** Reads up to the end of a header line. Returns the number of bytes read. */
  private readHeader(chunk: Buffer, at: number): number {
    const newline = chunk.indexOf(NEWLINE, at);
    const end = newline < 0 ? chunk.length : newline + 1;
    const part = chunk.subarray(at, end);
    this.line = this.line.length === 0 ? part : Buffer.concat([this.line, part]);
    const text = this.line.toString('latin1').replace(/\r?\n$/, '');
    const isEnd = newline >= 0 && text === '';
    // The blank line is not counted: it ends a header of any length.
    if (!isEnd) this.headerBytes += part.length;
    const problem = this.headerProblem(text, newline >= 0);
    if (problem !== undefined) this.refuse(problem);
    else if (isEnd) this.endHeader();
    if (newline >= 0) this.line = Buffer.alloc(0);
    return part.length;
  }

  /** The problem of a header line, or of the beginning of one. */
  private headerProblem(text: string, whole: boolean): string | undefined {
    if (this.fields.size === 0 && START_OF_JSON.test(text)) {
      return 'JSON without a header; Content-Length framing is expected';
    }
    if (this.headerBytes > MAX_HEADER_BYTES) return 'the header has no end';
    if (whole && text === '' && this.fields.size > 0) return undefined;
    if (!whole) {
      return START_OF_HEADER_LINE.test(text) ? undefined : NOT_A_HEADER_LINE;
    }
    const field = HEADER_LINE.exec(text);
    if (!field) return NOT_A_HEADER_LINE;
    return this.addField((field[1] ?? '').toLowerCase(), field[2] ?? '');
  }

  private addField(name: string, value: string): string | undefined {
    if (name === 'content-length') {
      if (this.fields.has(name)) return 'two Content-Length headers';
      if (!/^\d+$/.test(value)) return `Content-Length is "${value.slice(0, 40)}"`;
      const length = Number(value);
      if (length > MAX_BODY_BYTES) return `a body of ${length} bytes is too long`;
      if (length === 0) return 'an empty body';
    } else if (name === 'content-type' && /charset=(?!"?utf-?8)/i.test(value)) {
      return `Content-Type is "${value.slice(0, 80)}"; only utf-8 is understood`;
    }
    this.fields.set(name, value);
    return undefined;
  }

  private endHeader(): void {
    const length = this.fields.get('content-length');
    if (length === undefined) {
      this.refuse('no Content-Length header');
      return;
    }
    this.bodyBytesLeft = Number(length);
    this.push(`Content-Length: ${this.bodyBytesLeft}\r\n\r\n`);
    this.fields = new Map();
    this.headerBytes = 0;
  }

  private refuse(reason: string): void {
    this.malformed = true;
    this.onMalformed(reason);
  }
}

const NOT_A_HEADER_LINE = 'a header line is not "Name: value"; Content-Length framing is expected';
