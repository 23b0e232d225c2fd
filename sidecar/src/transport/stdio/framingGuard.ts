import { Transform, type TransformCallback } from 'node:stream';

/** LSP's header and body, and no more than a client can mean (design: "The protocol"). */
const MAXIMUM_HEADER_BYTES = 8 * 1024;
const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;
const END_OF_HEADER = Buffer.from('\r\n\r\n');

/**
 * Stands before vscode-jsonrpc's reader, which goes deaf after a malformed header and believes any
 * length. Bytes pass unchanged; at the first header that is not one, nothing passes any more and
 * `onMalformed` is called once with the reason.
 */
export class FramingGuard extends Transform {
  private header: Buffer = Buffer.alloc(0);
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
      at += this.bodyBytesLeft > 0 ? this.passBody(chunk, at) : this.readHeader(chunk, at);
    }
    done();
  }

  private passBody(chunk: Buffer, at: number): number {
    const part = chunk.subarray(at, at + this.bodyBytesLeft);
    this.bodyBytesLeft -= part.length;
    this.push(part);
    return part.length;
  }

  /** Takes bytes up to the end of the header; returns how many of the chunk were taken. */
  private readHeader(chunk: Buffer, at: number): number {
    const before = this.header.length;
    const room = MAXIMUM_HEADER_BYTES + END_OF_HEADER.length - before;
    const part = chunk.subarray(at, at + room);
    const joined = before === 0 ? part : Buffer.concat([this.header, part]);
    const end = joined.indexOf(END_OF_HEADER);
    if (end < 0) {
      if (joined.length >= MAXIMUM_HEADER_BYTES) this.refuse('the header has no end');
      this.header = joined;
      return part.length;
    }
    const header = joined.subarray(0, end + END_OF_HEADER.length);
    const length = contentLength(header.toString('latin1', 0, end));
    if (typeof length === 'string') {
      this.refuse(length);
    } else {
      this.push(header);
      this.bodyBytesLeft = length;
      this.header = Buffer.alloc(0);
    }
    return header.length - before;
  }

  private refuse(reason: string): void {
    this.malformed = true;
    this.onMalformed(reason);
  }
}

/** The length that the header states, or what is wrong with it. */
function contentLength(header: string): number | string {
  let length: number | undefined;
  for (const line of header.split('\r\n')) {
    const field = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (!field) return 'a header line is not "Name: value"';
    const name = field[1]?.toLowerCase();
    const value = field[2] ?? '';
    if (name === 'content-length') {
      if (length !== undefined) return 'two Content-Length headers';
      if (!/^\d+$/.test(value)) return `Content-Length is "${value.slice(0, 40)}"`;
      length = Number(value);
    } else if (name === 'content-type' && /charset=(?!"?utf-?8)/i.test(value)) {
      return `Content-Type is "${value.slice(0, 80)}"; only utf-8 is understood`;
    }
  }
  if (length === undefined) return 'no Content-Length header';
  if (length > MAXIMUM_BODY_BYTES) return `a body of ${length} bytes is too long`;
  return length === 0 ? 'an empty body' : length;
}
