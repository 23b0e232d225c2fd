import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Application } from '../../app/application.ts';
import { sendContent, sendJson } from '../../http/answers.ts';
import { GuardedServer } from '../../http/guardedServer.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import { readJson } from '../../http/requestBody.ts';
import { type CheckedRequest, checkRequest } from '../../http/requestGuard.ts';
import { jsonRpcLogger, RpcSession } from '../../rpc/session.ts';
import type { PageFile } from './pageFiles.ts';
import { Sessions } from './sessions.ts';
import { bytesOf, SocketReader, SocketWriter } from './socketStreams.ts';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const BODY = { maxBytes: 4 * 1024, requireType: true };
/** All that a socket may send, its frames' headers included, before its secret is accepted. */
const MAX_BYTES_BEFORE_SECRET = 4 * 1024;
const SECRET_TIMEOUT_MS = 5_000;
/** Of our own: the secret is not known. */
const CLOSE_REFUSED = 4401;
/** RFC 6455: the message violates a policy. */
const CLOSE_POLICY = 1008;
/** How long a refused client has to read the close code. */
const CLOSE_TIMEOUT_MS = 1_000;

const ADDRESS = '127.0.0.1';
const HOSTS: ReadonlySet<string> = new Set([ADDRESS, 'localhost']);
const RPC_PATH = '/rpc';

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
  private readonly server: GuardedServer;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  private port = 0;

  constructor(application: Application, files: ReadonlyMap<string, PageFile>) {
    const { logger } = application;
    this.application = application;
    this.files = files;
    this.server = new GuardedServer({
      logger,
      guard: (request) => checkRequest(request, { hosts: HOSTS, port: this.port, pages: 'own' }),
      prepare: (_request, response) => {
        for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      },
      handle: (request, response, checked) => this.answer(request, response, checked),
      upgrade: (request, socket, head, checked) => this.upgrade(request, socket, head, checked),
      bodyOf: ({ message }) => ({ error: message }),
      onRefused: ({ status, message }) =>
        logger.warn(`The page's server refused a request (${status}): ${message}`),
    });
  }

  /** Listens on loopback; 0 is any free port. @throws the system's error when it can't. */
  async listen(port: number): Promise<void> {
    this.port = await this.server.listen(port, ADDRESS);
  }

  /** An address that opens the page, once; `onUsed` is called when it has been. */
  newLink(onUsed?: () => void): string {
    return `http://${ADDRESS}:${this.port}/#token=${this.sessions.newToken(onUsed)}`;
  }

  async close(): Promise<void> {
    const closed = this.server.close();
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    { path }: CheckedRequest,
  ): Promise<void> {
    const post = this.posts.get(path);
    if (request.method === 'POST' && post !== undefined) {
      sendJson(response, 200, post(await readJson(request, BODY)));
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new HttpProblem(405, 'Method not allowed');
    }
    const file = this.files.get(path);
    if (file === undefined) throw new HttpProblem(404, 'Not found');
    sendContent(response, file.body, { 'content-type': file.type });
  }

  /** What may be posted, by path: a token for a secret, and a secret for one more link. */
  private readonly posts = new Map<string, (body: unknown) => object>([
    [
      '/session',
      (body) => {
        const secret = this.sessions.exchange(textField(body, 'token') ?? '');
        if (secret === undefined) throw new HttpProblem(403, 'The token is unknown or was used');
        return { secret };
      },
    ],
    [
      '/link',
      (body) => {
        this.requireSecret(body);
        return { link: this.newLink() };
      },
    ],
  ]);

  private requireSecret(body: unknown): void {
    if (this.sessions.knows(textField(body, 'secret') ?? '')) return;
    throw new HttpProblem(403, 'The secret is unknown');
  }

  private upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { path }: CheckedRequest,
  ): void {
    if (path !== RPC_PATH) throw new HttpProblem(403, 'This path has no socket');
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.greet(opened, socket));
  }

  /** The first message is the secret; nothing else is read before it. */
  private greet(socket: WebSocket, stream: Duplex): void {
    socket.on('error', (error) => this.application.logger.debug(`The page's socket: ${error}`));
    const timer = setTimeout(() => socket.close(CLOSE_REFUSED), SECRET_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(timer));
    // Ahead of the limit of a message: a trusted page may send far more than a stranger.
    const stopCounting = refuseLongGreeting(socket, stream);
    socket.once('message', (data) => {
      clearTimeout(timer);
      const bytes = bytesOf(data);
      if (bytes.length > MAX_BYTES_BEFORE_SECRET) return;
      stopCounting();
      if (!this.sessions.knows(textField(jsonOf(bytes), 'secret') ?? '')) {
        socket.close(CLOSE_REFUSED);
        return;
      }
      this.serve(socket);
      socket.send('{}');
    });
  }

  private serve(socket: WebSocket): void {
    const { logger } = this.application;
    const writer = new SocketWriter(socket, () =>
      logger.info('A page that does not read was disconnected; it connects again when it wakes'),
    );
    const reader = new SocketReader(socket, (refusal) => {
      logger.warn(`A message of the page was refused: ${refusal.message}`);
      void writer.write(refusal.answer);
    });
    const connection = createMessageConnection(reader, writer, jsonRpcLogger(logger));
    const session = new RpcSession(connection, this.application, {
      onExit: () => socket.close(),
      onClientProcess: () => undefined,
    });
    session.listen();
  }
}

/** Closes a socket that sends too much before its secret; the rest of it is not read. */
function refuseLongGreeting(socket: WebSocket, stream: Duplex): () => void {
  let received = 0;
  let counting = true;
  const stop = () => {
    counting = false;
    stream.off('data', count);
  };
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (!counting || received <= MAX_BYTES_BEFORE_SECRET) return;
    stop();
    socket.close(CLOSE_POLICY);
    socket.pause();
    const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(timer));
  };
  stream.on('data', count);
  return stop;
}

/** The JSON of a message; undefined when it is malformed. */
function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

/** A text field of an object; undefined for any other value. */
function textField(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : undefined;
}
