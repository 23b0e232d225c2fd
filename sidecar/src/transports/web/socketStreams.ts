import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
} from 'vscode-jsonrpc';
import type { RawData, WebSocket } from 'ws';
import { MalformedMessageError, parseMessage } from '../../rpc/incomingMessage.ts';

/** A page with this much unread data is suspended. It reconnects when it resumes. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/** Reads a JSON-RPC message from each message of the socket. */
export class SocketReader extends AbstractMessageReader {
  private readonly socket: WebSocket;
  private readonly refuse: (error: MalformedMessageError) => void;

  /** @param refuse sends an error response to a malformed message. */
  constructor(socket: WebSocket, refuse: (error: MalformedMessageError) => void) {
    super();
    this.socket = socket;
    this.refuse = refuse;
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const take = (data: RawData) => {
      try {
        callback(parseMessage(bytesOf(data)));
      } catch (error) {
        if (error instanceof MalformedMessageError) this.refuse(error);
        else this.fireError(error);
      }
    };
    this.socket.on('message', take);
    return { dispose: () => this.socket.off('message', take) };
  }
}

/** The bytes of a message, in whichever form the socket delivers them. */
export function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** Writes each JSON-RPC message as a message of the socket. */
export class SocketWriter extends AbstractMessageWriter {
  private readonly socket: WebSocket;
  private readonly onDropped: () => void;

  /** @param onDropped called when a page with too much unread data was disconnected. */
  constructor(socket: WebSocket, onDropped: () => void) {
    super();
    this.socket = socket;
    this.onDropped = onDropped;
  }

  /** Never waits for the page: a suspended page must not delay an answer for other clients. */
  async write(message: Message): Promise<void> {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) {
      this.onDropped();
      this.socket.terminate();
      return;
    }
    this.socket.send(JSON.stringify(message));
  }

  end(): void {
    this.socket.close();
  }
}
