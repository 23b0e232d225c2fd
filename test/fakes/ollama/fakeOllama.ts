import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { EventLog, type Logged, type OfKind } from '../eventLog.ts';
import type { ChatBody } from './chatReply.ts';
import { ClientGone, Exchange } from './exchange.ts';
import type { FakeEvent, FakeLog } from './fakeEvent.ts';
import { Routes } from './routes.ts';
import type { FakeScript } from './script.ts';

/**
 * Starts a scripted Ollama with real sockets on its own loopback port. The caller stops it.
 */
export async function startFakeOllama(script: FakeScript = {}): Promise<FakeOllama> {
  const fake = new FakeOllama(script);
  await fake.openPort();
  if (script.portClosed) await fake.closePort();
  return fake;
}

/** A request to `/api/chat`. */
export type ChatRequest = OfKind<FakeEvent, 'request'> & { readonly body: ChatBody };

/** A running fake. {@link log} has all of its events. */
export class FakeOllama {
  readonly log: FakeLog = new EventLog<FakeEvent>();
  private readonly server: Server;
  private readonly routes: Routes;
  private readonly scheme: 'http' | 'https';
  private readonly exchanges = new Map<number, Exchange>();
  private requests = 0;
  private listeningPort = 0;

  constructor(script: FakeScript) {
    this.routes = new Routes(script, this.log);
    this.scheme = script.tls ? 'https' : 'http';
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.serve(request, response);
    this.server = script.tls ? createTlsServer(script.tls, listener) : createServer(listener);
    const arrived = script.tls ? 'secureConnection' : 'connection';
    this.server.on(arrived, () => this.log.add({ kind: 'connected' }));
    // Idle sockets stay open, so that the client decides when to close them.
    this.server.keepAliveTimeout = 0;
    this.server.requestTimeout = 0;
    this.server.headersTimeout = 0;
  }

  get port(): number {
    return this.listeningPort;
  }

  /** For `OLLAMA_HOST`. */
  get url(): string {
    return `${this.scheme}://127.0.0.1:${this.listeningPort}`;
  }

  /** Releases a number of held steps of a reply, or all of them. */
  release(request: number, steps = Number.POSITIVE_INFINITY): void {
    const exchange = this.exchanges.get(request);
    if (!exchange) throw new Error(`There is no request ${request}`);
    exchange.gate.release(steps);
  }

  /** The `/api/chat` requests so far. */
  get chats(): Logged<ChatRequest>[] {
    return this.log.of('request').filter(isChat);
  }

  /** The nth `/api/chat` request, counted from 1; waits for it. */
  async chat(nth: number): Promise<Logged<ChatRequest>> {
    await this.log.waitFor('request', () => this.chats.length >= nth);
    return this.chats[nth - 1] as Logged<ChatRequest>;
  }

  /** Listens on the same port as before. */
  async openPort(): Promise<void> {
    this.server.listen(this.listeningPort, '127.0.0.1');
    await once(this.server, 'listening');
    this.listeningPort = (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection; new ones are refused. */
  async closePort(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  async stop(): Promise<void> {
    this.log.end('the fake was stopped');
    await this.closePort();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readAll(request);
    if (text === undefined) return;
    this.requests += 1;
    const number = this.requests;
    const recorded = {
      request: number,
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: parse(text),
    };
    const exchange = new Exchange(recorded, response, this.log);
    this.exchanges.set(number, exchange);
    this.log.add({ kind: 'request', ...recorded });
    try {
      await this.routes.answer(exchange);
    } catch (error) {
      if (!(error instanceof ClientGone)) throw error;
    }
  }
}

function isChat(event: Logged<OfKind<FakeEvent, 'request'>>): event is Logged<ChatRequest> {
  return event.path === '/api/chat';
}

/** The whole body; undefined if the client disconnected before its end. */
async function readAll(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
