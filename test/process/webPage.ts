import { once } from 'node:events';
import {
  type ChatEvent,
  InitializedNotification,
  InitializeRequest,
  PROTOCOL_VERSION,
  type RequestDeclaration,
} from '@condenser/protocol';
import { WebSocket } from 'ws';
import type * as z from 'zod';
import type { WebProcess } from '../browser/webProcess.ts';
import { EventLog } from '../fakes/eventLog.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Exchanges the link of a server for the secret of its pages. */
export async function secretOf(web: WebProcess): Promise<string> {
  const link = new URL(web.link);
  const answer = await fetch(new URL('/session', link), {
    method: 'POST',
    headers: { Origin: link.origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: link.hash.replace('#token=', '') }),
  });
  const { secret } = (await answer.json()) as { secret: string };
  return secret;
}

/** A page without a browser: the WebSocket of `condenser web`, and JSON-RPC over it. */
export class WebPage {
  /** Every `chat/event`. */
  readonly events = new EventLog<ChatEvent>();
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private last = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.take(JSON.parse(String(data)) as Message));
  }

  /** Resolves when the page has been initialized. */
  static async open(web: WebProcess, secret: string): Promise<WebPage> {
    const { origin } = new URL(web.link);
    const headers = { Origin: origin };
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers });
    await once(socket, 'open');
    socket.send(JSON.stringify({ secret }));
    await once(socket, 'message');
    const page = new WebPage(socket);
    const clientInfo = { name: 'page-test' };
    await page.request(InitializeRequest, { protocolVersion: PROTOCOL_VERSION, clientInfo });
    page.send({ method: InitializedNotification.method, params: {} });
    return page;
  }

  async request<Params extends z.ZodType, Result extends z.ZodType>(
    declaration: RequestDeclaration<Params, Result>,
    params: z.input<Params>,
  ): Promise<z.infer<Result>> {
    this.last += 1;
    const id = this.last;
    const answered = new Promise<Message>((done) => this.waiting.set(id, done));
    this.send({ id, method: declaration.method, params });
    const { result, error } = await answered;
    if (error !== undefined) throw error;
    return declaration.result.parse(result);
  }

  /** Closes the page, as a reload or a closed tab does. */
  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  private send(message: object): void {
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  private take(message: Message): void {
    if (message.method === 'chat/event') this.events.add(message.params as ChatEvent);
    if (message.id !== undefined && message.method === undefined) {
      this.waiting.get(message.id)?.(message);
    }
  }
}
