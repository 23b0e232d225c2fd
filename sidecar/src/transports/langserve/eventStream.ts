import type { ServerResponse } from 'node:http';

/** A comment is sent after this idle time, so that proxies do not close the connection. */
const PING_MS = 15_000;
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};

/**
 * Server-sent events in LangServe's format: CRLF, one space after the colon. If the client reads
 * slower than the model writes, {@link send} waits, and so does the model. A client that reads nothing
 * for `idleSeconds` is disconnected.
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

  /** Writes an event. Resolves when the socket accepts more, or is closed. */
  async send(event: string, data: unknown): Promise<void> {
    this.ping.refresh();
    const text = `event: ${event}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`;
    if (!this.response.write(text)) await this.drained();
  }

  /** Ends the stream after a complete answer. */
  end(): void {
    clearInterval(this.ping);
    this.response.end('event: end\r\n\r\n');
  }

  /** Sends an error as the last event, and ends the stream. */
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
