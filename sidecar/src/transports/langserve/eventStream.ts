import type { ServerResponse } from 'node:http';

/** A comment goes out after so long a silence, so that nothing in between takes it for the end. */
const PING_MS = 15_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};

/**
 * Server-sent events as LangServe writes them: CRLF, one space after the colon. A reader that is
 * slower than the model makes {@link send} wait, so that the model waits for it; one that reads
 * nothing for `idleSeconds` is cut off.
 */
export class EventStream {
  private readonly response: ServerResponse;
  private readonly idleSeconds: number;
  private readonly ping: NodeJS.Timeout;

  constructor(response: ServerResponse, idleSeconds: number) {
    this.response = response;
    this.idleSeconds = idleSeconds;
    response.writeHead(200, HEADERS);
    this.ping = setInterval(() => this.response.write(': ping\r\n\r\n'), PING_MS);
    response.once('close', () => clearInterval(this.ping));
  }

  /** Writes one event; resolves when there is room for the next one, or nobody to read it. */
  async send(event: string, data: unknown): Promise<void> {
    this.ping.refresh();
    const text = `event: ${event}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`;
    if (!this.response.write(text)) await this.drained();
  }

  /** Ends the stream in good order. */
  end(): void {
    clearInterval(this.ping);
    this.response.end('event: end\r\n\r\n');
  }

  /** The last event of a stream that failed, and a clean close. */
  fail(statusCode: number, message: string): void {
    clearInterval(this.ping);
    const data = JSON.stringify({ status_code: statusCode, message });
    this.response.end(`event: error\r\ndata: ${data}\r\n\r\n`);
  }

  private drained(): Promise<void> {
    const { response } = this;
    if (response.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => response.destroy(), this.idleSeconds * 1000);
      const done = () => {
        clearTimeout(timer);
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.once('drain', done).once('close', done);
    });
  }
}
