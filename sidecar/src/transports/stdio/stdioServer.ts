import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ErrorCode } from '@condenser/protocol';
import type { ContentTypeDecoder, Message } from 'vscode-jsonrpc';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Application } from '../../app/application.ts';
import { MalformedMessageError, parseMessage } from '../../rpc/incomingMessage.ts';
import { jsonRpcLogger, RpcSession } from '../../rpc/session.ts';
import { FramingGuard } from './framingGuard.ts';
import { watchProcess } from './parentWatch.ts';
import { WireTrace } from './wireTrace.ts';

/** How long a client that has left may take to read what was still said to it. */
const LAST_READ_MS = 2_000;

/** The streams that carry the protocol. Nothing else may write to `output`. */
export interface StdioStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Serves one client over Content-Length framing until it says `exit`, its stream ends, it is gone,
 * or it sends what is no header. Running turns are stopped and kept first.
 *
 * @returns the exit code.
 */
export function serveStdio(application: Application, streams: StdioStreams): Promise<0 | 1> {
  return new Promise((resolve) => {
    const server = new StdioServer(application, streams, resolve);
    server.listen();
  });
}

/** vscode-jsonrpc takes one message a turn of the event loop, and some turns to read it. */
const QUIET_TURNS = 10;

class StdioServer {
  private readonly application: Application;
  private readonly streams: StdioStreams;
  private readonly done: (code: 0 | 1) => void;
  private readonly writer: FlushableWriter;
  private readonly session: RpcSession;
  private readonly guard: FramingGuard;
  private stopWatching: (() => void) | undefined;
  private ending = false;

  constructor(application: Application, streams: StdioStreams, done: (code: 0 | 1) => void) {
    this.application = application;
    this.streams = streams;
    this.done = done;
    this.writer = new FlushableWriter(streams.output);
    this.guard = new FramingGuard((reason) => void this.refuseFraming(reason));
    const trace = new WireTrace(application.logger);
    const decoder = createBodyDecoder((id, code, reason) => void this.refuse(id, code, reason));
    const reader = new StreamMessageReader(this.guard, { contentTypeDecoder: decoder });
    const connection = createMessageConnection(
      trace.reader(reader),
      trace.writer(this.writer),
      jsonRpcLogger(application.logger),
    );
    this.session = new RpcSession(connection, application, {
      onExit: (code) => void this.end(code),
      onClientProcess: (processId) => {
        this.stopWatching = watchProcess(processId, () => void this.end(1));
      },
    });
  }

  listen(): void {
    const { input, output } = this.streams;
    input.on('end', () => void this.endOfInput());
    input.on('error', () => void this.end(1));
    // A client that closed its end of stdout hears nothing any more, and says so by EPIPE.
    output.on('error', () => void this.end(1));
    this.session.listen();
    // The end of input is ours to handle: answers still go out after it.
    input.pipe(this.guard, { end: false });
  }

  private async refuseFraming(reason: string): Promise<void> {
    void this.refuse(null, ErrorCode.parseError, `Malformed header: ${reason}`);
    await this.endOfInput();
  }

  private async refuse(id: string | number | null, code: number, message: string): Promise<void> {
    this.application.logger.warn(`Refused: ${message}`);
    const answer = { jsonrpc: '2.0', id, error: { code, message } } as Message;
    await this.writer.write(answer).catch(() => undefined);
  }

  /** What was read before the end is begun first, so that it is kept and answered. */
  private async endOfInput(): Promise<void> {
    let quietTurns = 0;
    while (quietTurns < QUIET_TURNS && !this.ending) {
      const before = this.session.messages;
      await nextTurn();
      quietTurns = this.session.messages === before ? quietTurns + 1 : 0;
    }
    if (!this.ending) this.guard.endOfInput();
    await this.end(1);
  }

  /** Ends once: stop what runs, keep it, let the last answers out, then go. */
  private async end(code: 0 | 1): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    this.stopWatching?.();
    await this.application.chat.turns.stopAll();
    // The answers to what was stopped are given in this turn of the event loop.
    await nextTurn();
    await this.writer.flushed(LAST_READ_MS);
    this.session.close();
    this.done(code);
  }
}

/** An answer to something that is not a message, so that vscode-jsonrpc never sees it. */
export type RefuseBody = (id: string | number | null, code: number, reason: string) => void;

/**
 * Parses a body. What is not JSON, or not one JSON-RPC message, is answered by `refuse`; reading
 * goes on with the next message.
 */
export function createBodyDecoder(refuse: RefuseBody): ContentTypeDecoder {
  return {
    name: 'application/json',
    async decode(bytes: Uint8Array): Promise<Message> {
      try {
        return parseMessage(bytes);
      } catch (error) {
        if (error instanceof MalformedMessageError) refuse(error.id, error.code, error.message);
        throw error;
      }
    },
  };
}

/** Writes messages one after the other, and says when the last of them has left. */
export class FlushableWriter extends StreamMessageWriter {
  private lastWrite: Promise<void> = Promise.resolve();

  override write(message: Message): Promise<void> {
    const written = super.write(message);
    this.lastWrite = written.catch(() => undefined);
    return written;
  }

  /** Resolves when all that was given so far has left, can't leave any more, or time is up. */
  async flushed(limitMilliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMilliseconds);
    });
    await Promise.race([this.lastWrite, limit]);
    clearTimeout(timer);
  }
}
