import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../logging/logger.ts';
import { refuseSocket, sendJson } from './answers.ts';
import { ClientClosedError, HttpProblem } from './httpProblem.ts';
import type { CheckedRequest } from './requestGuard.ts';

/** The headers of a request have to arrive within this time. */
const HEADERS_TIMEOUT_MS = 10_000;
/** The whole request, its body included, has to arrive within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often the two limits above are checked; Node's own interval would double them. */
const CHECK_INTERVAL_MS = 1_000;
/** How long a connection without a request is kept. */
const KEEP_ALIVE_MS = 20_000;

/** What a server does with its requests. */
export interface GuardedServerOptions {
  readonly logger: Logger;
  /** Runs before anything else; what it throws is the answer. */
  readonly guard: (request: IncomingMessage) => CheckedRequest;
  /** Answers a request that the guard allowed; what it throws becomes the answer. */
  readonly handle: (
    request: IncomingMessage,
    response: ServerResponse,
    checked: CheckedRequest,
  ) => Promise<void> | void;
  /** Takes over a socket, such as a WebSocket's. Absent: an upgrade is answered as a request. */
  readonly upgrade?: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    checked: CheckedRequest,
  ) => void;
  /** Sees every request before the guard does, to set the headers of every answer. */
  readonly prepare?: (request: IncomingMessage, response: ServerResponse) => void;
  /** What a client is told of an error that is no {@link HttpProblem}. Default: 500. */
  readonly toProblem?: (error: unknown) => HttpProblem;
  /** The JSON body of a problem. */
  readonly bodyOf: (problem: HttpProblem) => object;
  /** Hears of every request that is refused with a status below 500. */
  readonly onRefused?: (problem: HttpProblem) => void;
}

/** An HTTP server of which no request, no upgrade and no socket ends the process. */
export class GuardedServer {
  private readonly options: GuardedServerOptions;
  private readonly server: Server;
  /** The responses under way on a socket: raw bytes must not be written into one of them. */
  private readonly underWay = new WeakMap<Duplex, Set<ServerResponse>>();

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
   * Listens; 0 is any free port.
   *
   * @returns the port.
   * @throws the system's error when it cannot.
   */
  async listen(port: number, host: string): Promise<number> {
    this.server.listen(port, host);
    await once(this.server, 'listening');
    // Later errors are those of a connection that could not be accepted.
    this.server.on('error', (error) => this.options.logger.warn('The HTTP server', error));
    return (this.server.address() as AddressInfo).port;
  }

  /** Accepts no more connections; resolves when the last one is closed. */
  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeIdleConnections();
    await closed;
  }

  /** Closes the connections without a request. */
  closeIdleConnections(): void {
    this.server.closeIdleConnections();
  }

  /** Closes every connection but upgraded ones, whatever runs for it. */
  closeAllConnections(): void {
    this.server.closeAllConnections();
  }

  /** Sends what an error means to the client: the end of every request that failed. */
  fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const { logger, bodyOf, onRefused } = this.options;
    if (error instanceof ClientClosedError || response.destroyed || response.closed) {
      logger.debug('A client closed its connection before it was answered');
      response.destroy();
      return;
    }
    const problem = this.toProblem(error);
    if (response.headersSent) {
      if (!response.writableEnded) {
        logger.error('An answer broke off', error);
        response.destroy();
      }
      return;
    }
    if (problem.status === 500) logger.error('A request failed', error);
    else if (problem.status < 500) onRefused?.(problem);
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
      // The guard and the router must not read two different paths out of one target.
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
      this.options.logger.error('A failure could not be sent', cause);
      response.destroy();
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { logger, guard, upgrade } = this.options;
    socket.on('error', (error) => logger.debug(`An upgraded connection: ${error.message}`));
    try {
      upgrade?.(request, socket, head, guard(request));
    } catch (error) {
      this.refuse(socket, this.toProblem(error));
    }
  }

  private onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    this.options.logger.debug(`A malformed request: ${error.message}`);
    socket.on('error', () => undefined);
    this.refuse(socket, protocolProblem(error.code));
  }

  private refuse(socket: Duplex, problem: HttpProblem): void {
    const { bodyOf, onRefused } = this.options;
    const begun = [...(this.underWay.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (begun || !socket.writable) {
      socket.destroy();
      return;
    }
    onRefused?.(problem);
    refuseSocket(socket, problem, bodyOf(problem));
  }

  private track(socket: Duplex, response: ServerResponse): void {
    const responses = this.underWay.get(socket) ?? new Set();
    this.underWay.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  }

  private toProblem(error: unknown): HttpProblem {
    if (error instanceof HttpProblem) return error;
    return this.options.toProblem?.(error) ?? new HttpProblem(500, 'Internal error');
  }
}

/** What Node's parser of HTTP refused, by its code. */
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
