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

/** The transport of a session. */
export interface SessionHost {
  /** Called on `exit`: with 0 after `shutdown`, else 1. */
  onExit(code: 0 | 1): void;
  /** Called when `initialize` names the parent process. */
  onClientProcess(processId: number): void;
}

/**
 * One client, from `initialize` to `exit`, over any connection. It holds no logic: the modules handle
 * its requests, and their events are sent to it.
 */
export class RpcSession {
  private readonly connection: MessageConnection;
  private readonly application: Application;
  private readonly host: SessionHost;
  private readonly dispatcher: Dispatcher;
  private readonly closed = new AbortController();
  private received = 0;
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

  /** How many messages have been received. */
  get messages(): number {
    return this.received;
  }

  /** Starts to read messages. */
  listen(): void {
    this.connection.onRequest((method, params, token) => this.onRequest(method, params, token));
    this.connection.onNotification((method, params) => this.onNotification(method, params));
    this.connection.onClose(() => this.close());
    this.connection.listen();
  }

  /** Stops the handlers and events of this client. Turns and pulls continue. */
  close(): void {
    this.unsubscribe?.();
    this.closed.abort();
    // vscode-jsonrpc leaves pending calls unanswered until it is disposed.
    this.connection.dispose();
  }

  private async onRequest(
    method: string,
    params: unknown,
    token: CancellationToken,
  ): Promise<unknown> {
    this.received += 1;
    if (this.state === 'new' && method !== InitializeRequest.method) {
      throw new ResponseError(ErrorCode.notInitialized, 'initialize must be the first request');
    }
    if (this.state === 'ready' && method === InitializeRequest.method) {
      throw new ResponseError(ErrorCode.invalidRequest, 'initialize may be sent only once');
    }
    if (this.state === 'shutdown') {
      throw new ResponseError(ErrorCode.invalidRequest, 'after shutdown, only exit is allowed');
    }
    return this.dispatcher.dispatch(method, params, this.signalOf(method, token), {
      progress: (progressToken) => this.progress(progressToken),
    });
  }

  private onNotification(method: string, params: unknown): void {
    this.received += 1;
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
      announcements.subscribe((method, params) => this.notify(method, params)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  private progress(token: ProgressToken | undefined): (value: unknown) => void {
    if (token === undefined) return () => undefined;
    return (value) => this.notify(ProgressNotification.method, { token, value });
  }

  /** Sends a notification. The transport detects a client that is gone. */
  private notify(method: string, params: unknown): void {
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
      this.application.logger.warn('An invalid notification was ignored', error);
    }
  }

  /** A turn or a pull outlives its client; other requests end with the connection. */
  private signalOf(method: string, token: CancellationToken): AbortSignal {
    const abort = new AbortController();
    // The token of a request that was cancelled before its dispatch fires no event.
    if (token.isCancellationRequested) abort.abort();
    token.onCancellationRequested(() => abort.abort());
    if (this.dispatcher.begins(method) !== undefined) return abort.signal;
    return AbortSignal.any([abort.signal, this.closed.signal]);
  }
}

/**
 * A logger for vscode-jsonrpc. After its first line, a message of vscode-jsonrpc may quote a whole
 * JSON-RPC message, and prompts are logged only at `trace`.
 */
export function jsonRpcLogger(logger: Logger): JsonRpcLogger {
  const warn = (text: string) => {
    logger.warn(text.split('\n', 1).join());
    logger.trace(text);
  };
  const trace = (text: string) => logger.trace(text);
  return { error: warn, warn, info: trace, log: trace };
}
