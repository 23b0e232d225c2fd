import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc';
import type { WebSocket } from 'ws';

/** A page that has this much unread is asleep; it catches up when it wakes. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/** Reads one JSON-RPC message from each message of the socket. */
export class SocketReader extends AbstractMessageReader {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.socket = socket;
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const take = (data: unknown) => {
      try {
        callback(JSON.parse(String(data)) as Message);
      } catch (error) {
        this.fireError(error);
      }
    };
    this.socket.on('message', take);
    return { dispose: () => this.socket.off('message', take) };
  }
}

/** Writes each JSON-RPC message as one message of the socket. */
export class SocketWriter extends AbstractMessageWriter {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.socket = socket;
  }

  /** Never waits for the page: one that sleeps must not hold up an answer for the others. */
  async write(message: Message): Promise<void> {
    if (this.socket.bufferedAmount > MOST_UNREAD_BYTES) this.socket.terminate();
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  end(): void {
    this.socket.close();
  }
}
