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
import { isProcessAlive } from '../../programs/processInfo.ts';
import { MalformedMessageError, parseMessage } from '../../rpc/incomingMessage.ts';
import { jsonRpcLogger, RpcSession } from '../../rpc/session.ts';
import { FramingGuard } from './framingGuard.ts';
import { WireTrace } from './wireTrace.ts';

/** How long a disconnected client may take to read the last messages. */
const FLUSH_TIMEOUT_MS = 2_000;

/** The streams that carry the protocol. Nothing else may write to `output`. */
export interface StdioStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/**
 * Serves one client over Content-Length framing until it sends `exit` or a malformed header, its
 * stream ends, or its process is gone. Running turns are stopped and saved first.
 *
 * @returns the exit code.
 */
export function serveStdio(application: Application, streams: StdioStreams): Promise<0 | 1> {
  return new Promise((resolve) => {
    const server = new StdioServer(application, streams, resolve);
    server.listen();
  });
}

/** vscode-jsonrpc processes one message per turn of the event loop, and reads it over several. */
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
    // EPIPE: the client has closed its end of stdout.
    output.on('error', () => void this.end(1));
    this.session.listen();
    // Responses are still sent after the end of the input.
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

  /** Messages received before the end of the input are still dispatched, saved and answered. */
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

  /** Ends once: stops and saves running turns, sends the last responses, then closes. */
  private async end(code: 0 | 1): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    this.stopWatching?.();
    await this.application.chat.turns.stopAll();
    // The stopped requests are answered in this turn of the event loop.
    await nextTurn();
    await this.writer.flushed(FLUSH_TIMEOUT_MS);
    this.session.close();
    this.done(code);
  }
}

/** Sends an error response to a malformed message, which vscode-jsonrpc never sees. */
export type RefuseBody = (id: string | number | null, code: number, reason: string) => void;

/**
 * Parses bodies. A malformed message is passed to `refuse`, and reading continues with the next one.
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

/** Writes messages in order, and can wait until they are flushed. */
export class FlushableWriter extends StreamMessageWriter {
  private lastWrite: Promise<void> = Promise.resolve();

  override write(message: Message): Promise<void> {
    const written = super.write(message);
    this.lastWrite = written.catch(() => undefined);
    return written;
  }

  /** Resolves when all messages so far are flushed or failed, or after the time limit. */
  async flushed(limitMilliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMilliseconds);
    });
    await Promise.race([this.lastWrite, limit]);
    clearTimeout(timer);
  }
}

/** How often the parent process is checked; a closed stdin is noticed at once anyway. */
const PARENT_CHECK_MS = 2_000;

/** Calls `onGone` once when the process no longer exists. Does not keep the sidecar alive. */
function watchProcess(processId: number, onGone: () => void): () => void {
  const timer = setInterval(() => {
    if (isProcessAlive(processId)) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
