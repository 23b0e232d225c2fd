import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Application } from '../../application.ts';
import { whyForeign } from '../http/ownPage.ts';
import { jsonRpcLogger } from '../rpc/jsonRpcLogger.ts';
import { RpcSession } from '../rpc/session.ts';
import type { PageFile } from './pageFiles.ts';
import { Sessions } from './sessions.ts';
import { SocketReader, SocketWriter } from './socketStreams.ts';

const MOST_BODY_BYTES = 64 * 1024 * 1024;
const MOST_POSTED_BYTES = 4 * 1024;
const SECRET_TIME_MS = 5_000;
/** Of our own: the secret is not known. */
const CLOSE_REFUSED = 4401;

/** On top of what the page says itself: nobody frames it, nothing remembers it. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The chat page on loopback: its files, the exchange of a token, and the socket behind it. */
export class WebServer {
  private readonly application: Application;
  private readonly files: ReadonlyMap<string, PageFile>;
  private readonly sessions = new Sessions();
  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BODY_BYTES });
  private port = 0;

  constructor(application: Application, files: ReadonlyMap<string, PageFile>) {
    this.application = application;
    this.files = files;
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Listens on loopback; 0 is any free port. @throws the system's error when it can't. */
  async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** An address that opens the page, once; `onUsed` is called when it has been. */
  newLink(onUsed?: () => void): string {
    return `http://127.0.0.1:${this.port}/#token=${this.sessions.newToken(onUsed)}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const isPost = request.method === 'POST';
    const foreign = whyForeign(request.headers, this.port, isPost);
    if (foreign !== undefined) this.refuse(response, 403, foreign);
    else if (isPost && pathname in this.posts) await this.answerPost(request, response, pathname);
    else if (request.method === 'GET') this.sendFile(response, pathname);
    else this.refuse(response, 405, `${request.method} ${pathname}`);
  }

  private sendFile(response: ServerResponse, path: string): void {
    const file = this.files.get(path);
    if (!file) this.refuse(response, 404, path);
    else response.writeHead(200, { ...HEADERS, 'Content-Type': file.type }).end(file.body);
  }

  /** What may be posted, by path: the answer, or undefined for who is not let in. */
  private readonly posts: Readonly<Record<string, (body: string) => object | undefined>> = {
    '/session': (body) => {
      const secret = this.sessions.exchange(textField(body, 'token') ?? '');
      return secret === undefined ? undefined : { secret };
    },
    '/link': (body) =>
      this.sessions.knows(textField(body, 'secret') ?? '') ? { link: this.newLink() } : undefined,
  };

  private async answerPost(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    if (request.headers['content-type'] !== 'application/json') {
      this.refuse(response, 415, 'not JSON');
      return;
    }
    const body = await readBody(request);
    const answer = body === undefined ? undefined : this.posts[path]?.(body);
    if (answer === undefined) {
      this.refuse(response, 403, `${path} with what does not serve`);
      return;
    }
    const headers = { ...HEADERS, 'Content-Type': 'application/json' };
    response.writeHead(200, headers).end(JSON.stringify(answer));
  }

  private refuse(response: ServerResponse, status: number, why: string): void {
    this.application.logger.warn(`The page's server refused a request (${status}): ${why}`);
    response.writeHead(status, { ...HEADERS, Connection: 'close' }).end();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const foreign = whyForeign(request.headers, this.port, true);
    if (foreign !== undefined || pathname !== '/rpc') {
      this.application.logger.warn(`The page's server refused a socket: ${foreign ?? pathname}`);
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.greet(opened));
  }

  /** The first message is the secret; nothing else is read before it. */
  private greet(socket: WebSocket): void {
    socket.on('error', (error) => this.application.logger.debug(`The page's socket: ${error}`));
    const timer = setTimeout(() => socket.close(CLOSE_REFUSED), SECRET_TIME_MS);
    socket.once('close', () => clearTimeout(timer));
    socket.once('message', (data) => {
      clearTimeout(timer);
      if (!this.sessions.knows(textField(String(data), 'secret') ?? '')) {
        socket.close(CLOSE_REFUSED);
        return;
      }
      this.serve(socket);
      socket.send('{}');
    });
  }

  private serve(socket: WebSocket): void {
    const connection = createMessageConnection(
      new SocketReader(socket),
      new SocketWriter(socket),
      jsonRpcLogger(this.application.logger),
    );
    const session = new RpcSession(connection, this.application, {
      onExit: () => socket.close(),
      onClientProcess: () => undefined,
    });
    session.listen();
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_POSTED_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function textField(json: string, name: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(json) as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
