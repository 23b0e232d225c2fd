import {
  InitializedNotification,
  InitializeRequest,
  PROTOCOL_VERSION,
  type WireError,
} from '@condenser/protocol/light';
import {
  type CancellationToken,
  createMessageConnection,
  type MessageConnection,
  type NotificationType,
  type RequestType,
} from 'vscode-jsonrpc';
import { type Channel, type Host, HostRefusedError } from '../host/host.ts';
import { ChannelReader, ChannelWriter } from './channelStreams.ts';

/** Pauses between attempts to connect, in milliseconds; the last one repeats. */
const PAUSES = [250, 500, 1_000, 2_000, 4_000];

/** The state of the page's connection to the sidecar. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** The connection was cut while a request was running: its outcome is unknown. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** The page's connection to the sidecar. It reconnects by itself. */
export class RpcClient {
  private readonly host: Host;
  private readonly locale: () => string;
  private readonly listeners = new Map<string, (params: unknown) => void>();
  private connection: MessageConnection | undefined;
  private attempt = 0;
  private cut: (error: ConnectionLostError) => void = () => undefined;
  private whenCut: Promise<never> = Promise.reject(new ConnectionLostError('not yet'));
  /** Told of every change; `connected` before any request that the page makes then. */
  onState: (state: ConnectionState) => void = () => undefined;

  constructor(host: Host, locale: () => string) {
    this.host = host;
    this.locale = locale;
    this.whenCut.catch(() => undefined);
  }

  /** Connects, and retries until it is connected or refused. */
  async start(): Promise<void> {
    this.onState('connecting');
    await this.connect();
  }

  /** @throws the error that the sidecar answered, or {@link ConnectionLostError}. */
  async request<Params, Result>(
    type: RequestType<Params, Result, unknown>,
    params: NoInfer<Params>,
    token?: CancellationToken,
  ): Promise<Result> {
    if (!this.connection) throw new ConnectionLostError(type.method);
    const sent: RequestType<unknown, Result, unknown> = type;
    return Promise.race([this.connection.sendRequest(sent, params, token), this.whenCut]);
  }

  /** Calls the listener for each such notification, also after a reconnect. */
  on<Params>(
    { method }: NotificationType<Params>,
    listener: (params: NoInfer<Params>) => void,
  ): void {
    const earlier = this.listeners.get(method);
    const added = listener as (params: unknown) => void;
    this.listeners.set(method, (params) => {
      earlier?.(params);
      added(params);
    });
  }

  private async connect(): Promise<void> {
    const reader = new ChannelReader();
    this.whenCut = new Promise((_, reject) => {
      this.cut = reject;
    });
    this.whenCut.catch(() => undefined);
    let isCut = false;
    try {
      const channel = await this.host.open({
        onMessage: (json) => reader.receive(json),
        onClosed: () => {
          isCut = true;
          this.lost(reader);
        },
      });
      const connection = await this.begin(reader, channel);
      if (isCut) throw new ConnectionLostError('the connection was cut');
      this.connection = connection;
      this.attempt = 0;
      this.onState('connected');
    } catch (error) {
      if (error instanceof HostRefusedError) this.onState('refused');
      else this.retryLater();
    }
  }

  /** The initialized connection: requests before that would be refused. */
  private async begin(reader: ChannelReader, channel: Channel): Promise<MessageConnection> {
    const connection = createMessageConnection(reader, new ChannelWriter(channel));
    for (const [method, listener] of this.listeners) {
      connection.onNotification(method as unknown as NotificationType<unknown>, listener);
    }
    connection.onRequest(() => undefined);
    connection.listen();
    if (!this.host.initializes) return connection;
    const initialized = connection.sendRequest(InitializeRequest, {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: 'condenser-page' },
      locale: this.locale(),
    });
    await Promise.race([initialized, this.whenCut]);
    await connection.sendNotification(InitializedNotification, {});
    return connection;
  }

  private lost(reader: ChannelReader): void {
    const { connection } = this;
    reader.end();
    connection?.dispose();
    this.connection = undefined;
    this.cut(new ConnectionLostError('the connection was cut'));
    // Cut before it was initialized: connect() retries.
    if (!connection) return;
    this.onState('lost');
    this.retryLater();
  }

  private retryLater(): void {
    const pause = PAUSES[Math.min(this.attempt, PAUSES.length - 1)] ?? 0;
    this.attempt += 1;
    setTimeout(() => void this.connect(), pause);
  }
}

/** An error that the sidecar answered with, or one that was thrown in the page, in one shape. */
export function wireError(error: unknown): WireError {
  const { code, message, data } = error as Partial<WireError>;
  return {
    code: typeof code === 'number' ? code : -32603,
    message: message ?? String(error),
    data: data ?? undefined,
  };
}
