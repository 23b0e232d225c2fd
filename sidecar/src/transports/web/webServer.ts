import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Application } from '../../app/application.ts';
import { HttpProblem, sendContent, sendJson } from '../../http/answers.ts';
import { GuardedServer } from '../../http/guardedServer.ts';
import { readJson } from '../../http/requestBody.ts';
import { type CheckedRequest, checkRequest } from '../../http/requestGuard.ts';
import { jsonRpcLogger, RpcSession } from '../../rpc/session.ts';
import { Sessions } from './sessions.ts';
import { bytesOf, SocketReader, SocketWriter } from './socketStreams.ts';

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const BODY = { maxBytes: 4 * 1024, requireType: true };
/** How much a socket may send, including frame headers, before its secret is accepted. */
const MAX_BYTES_BEFORE_SECRET = 4 * 1024;
const SECRET_TIMEOUT_MS = 5_000;
/** Our own close code: the secret is unknown. */
const CLOSE_REFUSED = 4401;
/** RFC 6455: the message violates a policy. */
const CLOSE_POLICY = 1008;
/** How long a rejected client has to read the close code. */
const CLOSE_TIMEOUT_MS = 1_000;

const ADDRESS = '127.0.0.1';
const HOSTS: ReadonlySet<string> = new Set([ADDRESS, 'localhost']);
const RPC_PATH = '/rpc';

/** In addition to the page's own policy: it cannot be framed or cached. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Serves the chat page on loopback: its files, the token exchange, and its WebSocket. */
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
      onRejected: ({ status, message }) =>
        logger.warn(`Rejected a request (${status}): ${message}`),
    });
  }

  /** Listens on loopback; port 0 picks a free one. @throws a system error when it cannot listen. */
  async listen(port: number): Promise<void> {
    this.port = await this.server.listen(port, ADDRESS);
  }

  /** A link that opens the page once; `onUsed` is called when it was used. */
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

  /** The POST routes: a secret for a token, and another link for a secret. */
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
    if (path !== RPC_PATH) throw new HttpProblem(403, 'There is no WebSocket at this path');
    this.sockets.handleUpgrade(request, socket, head, (opened) =>
      this.authenticate(opened, socket),
    );
  }

  /** The first message must be the secret; nothing else is read before it. */
  private authenticate(socket: WebSocket, stream: Duplex): void {
    socket.on('error', (error) => this.application.logger.debug(`WebSocket: ${error}`));
    const timer = setTimeout(() => socket.close(CLOSE_REFUSED), SECRET_TIMEOUT_MS);
    socket.once('close', () => clearTimeout(timer));
    // Before the limit for messages: an unauthenticated client may send far less than the page.
    const stopCounting = limitUnauthenticated(socket, stream);
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
      logger.info('Disconnected a page that stopped reading; it reconnects when it resumes'),
    );
    const reader = new SocketReader(socket, (refusal) => {
      logger.warn(`Rejected a message of the page: ${refusal.message}`);
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

/** Closes a socket that sends too much before its secret, without reading the rest. */
function limitUnauthenticated(socket: WebSocket, stream: Duplex): () => void {
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

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'page.css': 'text/css; charset=utf-8',
} as const;

/**
 * Reads the files of the page, by the path they are served under.
 *
 * @throws an error when the page is not built.
 */
export async function readPage(folder: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  for (const [name, type] of Object.entries(TYPES)) {
    const path = join(folder, name);
    const body = await readFile(path).catch((cause: unknown) => {
      throw new Error(`The page is not built: ${path} does not exist`, { cause });
    });
    files.set(name === 'index.html' ? '/' : `/${name}`, { type, body });
  }
  return files;
}
