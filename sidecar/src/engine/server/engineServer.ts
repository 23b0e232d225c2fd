import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe } from './answerLines.ts';
import { serveChat } from './chatRoute.ts';
import type { Inference } from './inference.ts';
import { listAnswer, loadedAnswer, meansModel, showAnswer } from './modelAnswers.ts';
import { readJson } from './readJson.ts';
import { RequestError } from './requestError.ts';
import { RequestQueue } from './requestQueue.ts';

/** The Ollama whose API this is. */
const API_VERSION = '0.17.4';

/** What the server needs. */
export interface EngineServerOptions {
  readonly inference: Inference;
  /** The context length of requests that name none. */
  readonly contextLength: number;
  /** A free one when 0. */
  readonly port: number;
  readonly clock: () => Date;
}

/** A server that listens. */
export interface EngineServer {
  readonly port: number;
  /** Stops listening and closes every socket, which ends what runs for it. */
  close(): Promise<void>;
}

/**
 * Serves one model on loopback with Ollama's own API, as far as a chat needs it: the model room
 * cannot tell the difference but by the field `condenser` of `/api/version`. One request runs at
 * a time, in the order of their coming; a client that closes its socket leaves the queue, and
 * ends what runs for it.
 *
 * Only this machine's own names are answered, and no web page at all.
 */
export async function startEngineServer(options: EngineServerOptions): Promise<EngineServer> {
  const queue = new RequestQueue();
  const server = createServer((request, response) => {
    void serve(request, response, { ...options, queue });
  });
  // A cold model answers its first byte late, and a person reads slowly.
  server.requestTimeout = 0;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

type Context = EngineServerOptions & { readonly queue: RequestQueue };

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  try {
    refuseForeigner(request);
    await route(request, response, context);
  } catch (error) {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { status, text } = describe(error);
    sendJson(response, { error: text }, status);
  }
}

/** A page in a browser is not asked in, whatever name it gave this address. */
function refuseForeigner({ headers }: IncomingMessage): void {
  const name = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const own = name === '127.0.0.1' || name === 'localhost' || name === '[::1]';
  if (!own) throw new RequestError(403, `host ${name} is not allowed`);
  if (headers.origin !== undefined) throw new RequestError(403, 'web pages are not allowed');
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const { inference, clock } = context;
  const path = (request.url ?? '').replace(/\?.*$/, '');
  switch (`${request.method} ${path}`) {
    case 'HEAD /':
    case 'GET /':
      response.end('Ollama is running');
      return;
    case 'GET /api/version':
      return sendJson(response, { version: API_VERSION, condenser: 'builtin' });
    case 'GET /api/tags':
      return sendJson(response, listAnswer(inference.facts));
    case 'GET /api/ps':
      return sendJson(response, loadedAnswer(inference, clock()));
    case 'POST /api/show':
      requireModel(await readJson(request), inference);
      return sendJson(response, showAnswer(inference.facts));
    case 'POST /api/chat':
      return serveChat(requireModel(await readJson(request), inference), response, context);
    default:
      // Ollama has these paths; a client should not take this for another program.
      if (!path.startsWith('/api/')) throw new RequestError(404, '404 page not found');
      throw new RequestError(400, `the built-in engine does not support ${path}`);
  }
}

/** As Ollama says it: the model room knows a missing model by these words. */
function requireModel(body: unknown, { facts }: Inference): unknown {
  const { model, name } = (body ?? {}) as { model?: unknown; name?: unknown };
  const asked = model ?? name;
  if (typeof asked !== 'string' || asked === '') throw new RequestError(400, 'model is required');
  if (!meansModel(asked, facts)) throw new RequestError(404, `model '${asked}' not found`);
  return body;
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
