import type { ServerResponse } from 'node:http';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { FakeLog, RecordedRequest } from './fakeEvent.ts';
import { Gate } from './gate.ts';
import type { Chunking, FakeReply, Step } from './script.ts';

/** Thrown when the client disconnected during a reply. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** A request and its reply: writes, holds, and reports when the client disconnects. */
export class Exchange {
  readonly asked: RecordedRequest;
  readonly gate = new Gate();
  private readonly response: ServerResponse;
  private readonly log: FakeLog;
  private readonly gone: Promise<never>;
  private isOver = false;

  constructor(asked: RecordedRequest, response: ServerResponse, log: FakeLog) {
    this.asked = asked;
    this.response = response;
    this.log = log;
    // A client that disconnects is part of the test, not an error.
    response.on('error', () => undefined);
    this.gone = new Promise((_, reject) => {
      response.once('close', () => {
        if (this.isOver) return;
        log.add({ kind: 'closedByClient', request: asked.request });
        reject(new ClientGone());
      });
    });
    this.gone.catch(() => undefined);
  }

  /** Waits for the test or for the delay of the reply. */
  async step(reply: FakeReply, step: Step): Promise<void> {
    const { hold = [], pace = 0 } = reply;
    if (hold === 'everyStep' || hold.includes(step)) {
      this.log.add({ kind: 'held', request: this.asked.request, step });
      await this.orGone(this.gate.pass());
    } else if (pace > 0 && step !== 'headers') {
      await this.orGone(delay(pace));
    }
  }

  /** Sets status and headers; like Go, they are sent with the first byte of the body. */
  head(status: number, headers: Readonly<Record<string, string | number>>): void {
    this.response.writeHead(status, headers);
    this.log.add({ kind: 'headersSent', request: this.asked.request, status });
  }

  /** Resolves when the bytes were written to the socket. */
  async write(bytes: Buffer): Promise<void> {
    await this.orGone(new Promise<void>((resolve) => this.response.write(bytes, () => resolve())));
  }

  /** Writes the bytes as the chunking splits them. */
  async writeChunked(bytes: Buffer, chunking: Chunking): Promise<void> {
    if (chunking === 'line' || chunking === 'burst') {
      await this.write(bytes);
      return;
    }
    let from = 0;
    for (let at = 1; at <= bytes.length; at += 1) {
      const insideCharacter = ((bytes[at] ?? 0) & 0xc0) === 0x80;
      if (chunking === 'splitCharacters' && at < bytes.length && !insideCharacter) continue;
      await this.write(bytes.subarray(from, at));
      await nextTurn();
      from = at;
    }
  }

  sent(piece: number, text: string): void {
    this.log.add({ kind: 'sent', request: this.asked.request, piece, text });
  }

  /** Ends the reply normally. */
  async end(): Promise<void> {
    this.over();
    await new Promise<void>((resolve) => this.response.end(() => resolve()));
  }

  /** Sends a whole reply at once. */
  async respond(
    status: number,
    headers: Readonly<Record<string, string | number>>,
    body: string,
  ): Promise<void> {
    this.head(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
    this.over();
    await new Promise<void>((resolve) => this.response.end(body, () => resolve()));
  }

  /** Writes raw bytes, bypassing HTTP, and closes the socket. */
  hangUp(rawBytes = ''): void {
    this.over();
    this.response.socket?.end(rawBytes);
  }

  private over(): void {
    this.isOver = true;
    this.log.add({ kind: 'over', request: this.asked.request });
  }

  private orGone<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([work, this.gone]);
  }
}
