import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type WebOptions, WebProcess } from '../browser/webProcess.ts';
import { EventLog } from '../fakes/eventLog.ts';
import type { WireMessage } from './wireCheck.ts';

/** Messages from the server of the page. */
export type PageEvent =
  | { readonly kind: 'message'; readonly message: WireMessage }
  | { readonly kind: 'closed'; readonly code: number };

/** `condenser web`, stopped after the test. */
export async function startWeb(options: WebOptions): Promise<WebProcess> {
  const web = await WebProcess.start(options);
  onTestFinished(() => web.stop());
  return web;
}

/** Exchanges the token of the link for the secret of a session. */
export async function openSession(web: WebProcess): Promise<string> {
  const { origin, hash } = new URL(web.link);
  const response = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: hash.replace('#token=', '') }),
  });
  return ((await response.json()) as { secret: string }).secret;
}

/** A page from the view of its server: a socket with JSON-RPC. */
export class WebClient {
  readonly socket: WebSocket;
  readonly log = new EventLog<PageEvent>();
  private requests = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.log.add({ kind: 'message', message: JSON.parse(String(data)) as WireMessage });
    });
    socket.on('close', (code) => this.log.add({ kind: 'closed', code }));
    socket.on('error', () => undefined);
  }

  /** A socket without any message yet. */
  static async connect(web: WebProcess): Promise<WebClient> {
    const { origin } = new URL(web.link);
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
      headers: { Origin: origin },
    });
    const client = new WebClient(socket);
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    return client;
  }

  /** A page that has sent its secret and is initialized. */
  static async open(web: WebProcess, secret: string): Promise<WebClient> {
    const client = await WebClient.connect(web);
    client.socket.send(JSON.stringify({ secret }));
    await client.log.waitFor('message');
    await client.request('initialize', { protocolVersion: 1, clientInfo: { name: 'test' } });
    client.send({ jsonrpc: '2.0', method: 'initialized' });
    return client;
  }

  /** Sends a message, or any text. */
  send(message: WireMessage | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The answer to a request. */
  async request(method: string, params?: unknown): Promise<WireMessage> {
    this.requests += 1;
    const id = this.requests;
    this.send({ jsonrpc: '2.0', id, method, params });
    const { message } = await this.log.waitFor(
      'message',
      ({ message }) => message.id === id && message.method === undefined,
    );
    return message;
  }

  /** The parameters of the first matching notification of this method. */
  async notified(method: string, fits: (params: unknown) => boolean): Promise<unknown> {
    const { message } = await this.log.waitFor(
      'message',
      ({ message }) => message.method === method && fits(message.params),
    );
    return message.params;
  }

  /** Closes the socket like a closed page. */
  async leave(): Promise<void> {
    this.socket.close();
    await this.log.waitFor('closed');
  }
}
