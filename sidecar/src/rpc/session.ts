import {
  ChatEventNotification,
  ConversationChangedNotification,
  ErrorCode,
  ExitNotification,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  PROTOCOL_VERSION,
  ProgressNotification,
  type ProgressToken,
  SetTraceNotification,
  ShutdownRequest,
  Strategy,
} from '@condenser/protocol';
import type { Logger as JsonRpcLogger } from 'vscode-jsonrpc';
import { type CancellationToken, type MessageConnection, ResponseError } from 'vscode-jsonrpc';
import type { Application } from '../app/application.ts';
import { CondenserError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { Dispatcher, validateParams } from './dispatcher.ts';
import { registerHandlers } from './handlers/index.ts';

/** What a session tells the transport that carries it. */
export interface SessionHost {
  /** `exit` came: with 0 after `shutdown`, else 1. */
  onExit(code: 0 | 1): void;
  /** `initialize` named the process that the sidecar belongs to. */
  onClientProcess(processId: number): void;
}

/**
 * One client, from `initialize` to `exit`, over any connection. It holds no logic: messages go to
 * the rooms, answers and events come back.
 */
export class RpcSession {
  private readonly connection: MessageConnection;
  private readonly application: Application;
  private readonly host: SessionHost;
  private readonly dispatcher: Dispatcher;
  private readonly closed = new AbortController();
  private taken = 0;
  private state: 'new' | 'ready' | 'shutdown' = 'new';
  private unsubscribe: (() => void) | undefined;

  constructor(connection: MessageConnection, application: Application, host: SessionHost) {
    this.connection = connection;
    this.application = application;
    this.host = host;
    this.dispatcher = new Dispatcher(() => application.wording(), application.logger)
      .handle(InitializeRequest, async (params) => this.initialize(params))
      .handle(ShutdownRequest, () => this.shutdown());
    registerHandlers(this.dispatcher, application);
  }

  /** How many messages have been taken so far. */
  get messages(): number {
    return this.taken;
  }

  /** Starts to read. Everything before was preparation. */
  listen(): void {
    this.connection.onRequest((method, params, token) => this.onRequest(method, params, token));
    this.connection.onNotification((method, params) => this.onNotification(method, params));
    this.connection.onClose(() => this.close());
    this.connection.listen();
  }

  /** Ends every handler of this client and its events; the conversations themselves go on. */
  close(): void {
    this.unsubscribe?.();
    this.closed.abort();
    // vscode-jsonrpc lets pending calls hang until it is disposed of.
    this.connection.dispose();
  }

  private async onRequest(
    method: string,
    params: unknown,
    token: CancellationToken,
  ): Promise<unknown> {
    this.taken += 1;
    if (this.state === 'new' && method !== InitializeRequest.method) {
      throw new ResponseError(ErrorCode.notInitialized, 'initialize comes first');
    }
    if (this.state === 'ready' && method === InitializeRequest.method) {
      throw new ResponseError(ErrorCode.invalidRequest, 'initialize comes once');
    }
    if (this.state === 'shutdown') {
      throw new ResponseError(ErrorCode.invalidRequest, 'after shutdown only exit is understood');
    }
    return this.dispatcher.dispatch(method, params, this.signalOf(method, token), {
      progress: (progressToken) => this.progress(progressToken),
    });
  }

  private onNotification(method: string, params: unknown): void {
    this.taken += 1;
    if (method === ExitNotification.method) {
      this.host.onExit(this.state === 'shutdown' ? 0 : 1);
    } else if (method === InitializedNotification.method && this.state === 'ready') {
      this.unsubscribe ??= this.subscribe();
    } else if (method === SetTraceNotification.method) {
      this.setTrace(params);
    }
  }

  private subscribe(): () => void {
    const { chat, announcements } = this.application;
    const ends = [
      chat.events.subscribe((event) =>
        this.connection.sendNotification(ChatEventNotification.method, event),
      ),
      chat.changes.subscribe((change) =>
        this.connection.sendNotification(ConversationChangedNotification.method, change),
      ),
      chat.watch(),
      announcements.subscribe((method, params) => this.tell(method, params)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  private progress(token: ProgressToken | undefined): (value: unknown) => void {
    if (token === undefined) return () => undefined;
    return (value) => this.tell(ProgressNotification.method, { token, value });
  }

  /** Sends what nobody waits for; of a client that has gone the transport takes care. */
  private tell(method: string, params: unknown): void {
    if (this.closed.signal.aborted) return;
    this.connection.sendNotification(method, params).catch(() => undefined);
  }

  private initialize(params: InitializeParams): InitializeResult {
    if (params.protocolVersion !== PROTOCOL_VERSION) {
      throw new CondenserError('protocolVersion', {
        asked: params.protocolVersion,
        supported: PROTOCOL_VERSION,
      });
    }
    this.state = 'ready';
    if (params.locale !== undefined) this.application.setLocale(params.locale);
    if (typeof params.processId === 'number') this.host.onClientProcess(params.processId);
    return {
      protocolVersion: PROTOCOL_VERSION,
      serverInfo: { name: 'condenser', version: this.application.version },
      capabilities: { strategies: Strategy.options, methods: this.dispatcher.methods },
    };
  }

  private async shutdown(): Promise<null> {
    this.state = 'shutdown';
    await this.application.chat.turns.stopAll();
    return null;
  }

  private setTrace(params: unknown): void {
    try {
      const { value } = validateParams(SetTraceNotification, params);
      this.application.setLogLevel(value === 'off' ? undefined : 'trace');
    } catch (error) {
      this.application.logger.warn('A notification was not understood', error);
    }
  }

  /** A turn or a pull outlives the client that asked; all else ends with the connection. */
  private signalOf(method: string, token: CancellationToken): AbortSignal {
    const abort = new AbortController();
    // A request that was cancelled before it was dispatched gets a token that fires no event.
    if (token.isCancellationRequested) abort.abort();
    token.onCancellationRequested(() => abort.abort());
    if (this.dispatcher.begins(method) !== undefined) return abort.signal;
    return AbortSignal.any([abort.signal, this.closed.signal]);
  }
}

/**
 * Our log for vscode-jsonrpc's own remarks. Behind its first line such a remark may quote the whole
 * message it is about, and no prompt is logged below `trace`.
 */
export function jsonRpcLogger(logger: Logger): JsonRpcLogger {
  const warn = (remark: string) => {
    logger.warn(remark.split('\n', 1).join());
    logger.trace(remark);
  };
  const trace = (remark: string) => logger.trace(remark);
  return { error: warn, warn, info: trace, log: trace };
}
