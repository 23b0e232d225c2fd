const END_OF_HEADER = Buffer.from('\r\n\r\n');

/**
 * Parses the output of the sidecar strictly: `Content-Length: N`, an empty line, N bytes of JSON in
 * UTF-8. Anything else is a problem and stops the parser.
 */
export class FrameReader {
  private bytes: Buffer = Buffer.alloc(0);
  private broken = false;
  private readonly onMessage: (message: unknown) => void;
  private readonly onProblem: (problem: string) => void;

  constructor(onMessage: (message: unknown) => void, onProblem: (problem: string) => void) {
    this.onMessage = onMessage;
    this.onProblem = onProblem;
  }

  push(chunk: Buffer): void {
    if (this.broken) return;
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
    while (this.readFrame());
  }

  /** Ends the stream, which must not end inside a frame. */
  end(): void {
    if (!this.broken && this.bytes.length > 0) this.fail('stdout ends inside a frame');
  }

  private readFrame(): boolean {
    const end = this.bytes.indexOf(END_OF_HEADER);
    if (end < 0) {
      // Garbage may never contain a header end, so its first byte decides.
      const prefix = 'Content-Length: ';
      const start = this.bytes.toString('latin1', 0, prefix.length);
      if (!prefix.startsWith(start)) this.fail('stdout contains something other than frames');
      return false;
    }
    const header = /^Content-Length: (\d+)$/.exec(this.bytes.toString('latin1', 0, end));
    if (!header) {
      this.fail('stdout carries a malformed header');
      return false;
    }
    const from = end + END_OF_HEADER.length;
    const to = from + Number(header[1]);
    if (this.bytes.length < to) return false;
    const body = this.bytes.subarray(from, to);
    this.bytes = this.bytes.subarray(to);
    return this.readBody(body);
  }

  private readBody(body: Buffer): boolean {
    let message: unknown;
    try {
      message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      this.fail('stdout carries a body that is not JSON in UTF-8');
      return false;
    }
    this.onMessage(message);
    return true;
  }

  private fail(problem: string): void {
    this.broken = true;
    this.onProblem(`${problem}: ${JSON.stringify(this.bytes.toString('utf8', 0, 200))}`);
  }
}
