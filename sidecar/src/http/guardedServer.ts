import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../logging/logger.ts';
import { ClientClosedError, HttpProblem, rejectSocket, sendJson } from './answers.ts';
import type { CheckedRequest } from './requestGuard.ts';

/** The headers of a request must arrive within this time. */
const HEADERS_TIMEOUT_MS = 10_000;
/** The whole request, including its body, must arrive within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often these two limits are checked; Node's default interval would double them. */
const CHECK_INTERVAL_MS = 1_000;
/** How long an idle connection is kept open. */
const KEEP_ALIVE_MS = 20_000;

/** How a server handles its requests. */
export interface GuardedServerOptions {
  readonly logger: Logger;
  /** Runs first. An error it throws is sent as the response. */
  readonly guard: (request: IncomingMessage) => CheckedRequest;
  /** Handles a request that passed the guard. An error it throws is sent as the response. */
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    checked: CheckedRequest,
  ) => Promise<void> | void;
  /** Takes over an upgraded socket. If absent, an upgrade is handled as a request. */
  readonly upgrade?: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    checked: CheckedRequest,
  ) => void;
  /** Runs before the guard, to set headers that every response carries. */
  readonly prepare?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Converts an error that is not an {@link HttpProblem}. Default: 500. */
  readonly toProblem?: (error: unknown) => HttpProblem;
  /** The JSON body of a problem. */
  readonly bodyOf: (problem: HttpProblem) => object;
  /** Called for each request that is rejected with a status below 500. */
  readonly onRejected?: (problem: HttpProblem) => void;
}

/** An HTTP server whose requests, upgrades and sockets cannot end the process. */
export class GuardedServer {
  private readonly options: GuardedServerOptions;
  private readonly server: Server;
  /** The open responses of a socket: raw bytes must not be written into one of them. */
  private readonly openResponses = new WeakMap<Duplex, Set<ServerResponse>>();

  constructor(options: GuardedServerOptions) {
    this.options = options;
    this.server = createServer(
      {
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: CHECK_INTERVAL_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      (request, response) => void this.answer(request, response),
    );
    this.server.on('clientError', (error, socket) => this.onClientError(error, socket));
    if (options.upgrade !== undefined) {
      this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    }
  }

  /**
   * Starts to listen. Port 0 picks a free one.
   *
   * @returns the port.
   * @throws a system error when it cannot listen.
   */
  async listen(port: number, host: string): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    // Later errors are about connections that could not be accepted.
    this.server.on('error', (error) => this.options.logger.warn('The HTTP server', error));
    return (this.server.address() as AddressInfo).port;
  }

  /** Stops accepting connections; resolves when the last one is closed. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeIdleConnections();
    await closed;
  }

  /** Closes idle connections. */
  closeIdleConnections(): void {
    this.server.closeIdleConnections();
  }

  /** Closes all connections except upgraded ones, even busy ones. */
  closeAllConnections(): void {
    this.server.closeAllConnections();
  }

  /** Sends an error to the client. Every failed request ends here. */
  fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const { logger, bodyOf, onRejected } = this.options;
    if (error instanceof ClientClosedError || response.destroyed || response.closed) {
      logger.debug('The client closed the connection before the response');
      response.destroy();
      return;
    }
    const problem = this.toProblem(error);
    if (response.headersSent) {
      if (!response.writableEnded) {
        logger.error('A response was interrupted', error);
        response.destroy();
      }
      return;
    }
    if (problem.status === 500) logger.error('A request failed', error);
    else if (problem.status < 500) onRejected?.(problem);
    if (!request.complete) response.shouldKeepAlive = false;
    sendJson(response, problem.status, bodyOf(problem), problem.headers);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.track(request.socket, response);
    const onError = (error: Error) => this.options.logger.debug(`A connection: ${error.message}`);
    request.on('error', onError);
    response.on('error', onError);
    try {
      this.options.prepare?.(request, response);
      const checked = this.options.guard(request);
      // The guard and the router must see the same path.
      request.url = `${checked.path}${checked.search}`;
      await this.options.handle(request, response, checked);
    } catch (error) {
      this.failSafely(request, response, error);
    }
  }

  private failSafely(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    try {
      this.fail(request, response, error);
    } catch (cause) {
      this.options.logger.error('An error response could not be sent', cause);
      response.destroy();
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { logger, guard, upgrade } = this.options;
    socket.on('error', (error) => logger.debug(`An upgraded connection: ${error.message}`));
    try {
      upgrade?.(request, socket, head, guard(request));
    } catch (error) {
      this.reject(socket, this.toProblem(error));
    }
  }

  private onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    this.options.logger.debug(`A malformed request: ${error.message}`);
    socket.on('error', () => undefined);
    this.reject(socket, protocolProblem(error.code));
  }

  private reject(socket: Duplex, problem: HttpProblem): void {
    const { bodyOf, onRejected } = this.options;
    const begun = [...(this.openResponses.get(socket) ?? [])].some(
      ({ headersSent }) => headersSent,
    );
    if (begun || !socket.writable) {
      socket.destroy();
      return;
    }
    onRejected?.(problem);
    rejectSocket(socket, problem, bodyOf(problem));
  }

  private track(socket: Duplex, response: ServerResponse): void {
    const responses = this.openResponses.get(socket) ?? new Set();
    this.openResponses.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  }

  private toProblem(error: unknown): HttpProblem {
    if (error instanceof HttpProblem) return error;
    return this.options.toProblem?.(error) ?? new HttpProblem(500, 'Internal error');
  }
}

/** The problem for an error code of Node's HTTP parser. */
function protocolProblem(code: string | undefined): HttpProblem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpProblem(431, 'The headers are too long');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new HttpProblem(413, 'The chunk extensions are too long');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpProblem(408, 'The request did not arrive in time');
    default:
      return new HttpProblem(400, 'The request is malformed');
  }
}
