import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendContent, sendJson } from '../../http/answers.ts';
import { GuardedServer } from '../../http/guardedServer.ts';
import { HttpProblem } from '../../http/httpProblem.ts';
import { readJson } from '../../http/requestBody.ts';
import {
  type CheckedRequest,
  checkRequest,
  type GuardRules,
  LOOPBACK_NAMES,
} from '../../http/requestGuard.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Inference, ModelFacts } from '../llama/inference.ts';
import { RequestQueue, serveChat, toProblem } from './chatRoute.ts';

/** Larger than any model's context. A client needs no token, so its body must cost little. */
const BODY = { maxBytes: 4 * 1024 * 1024, requireType: false };

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
  readonly logger: Logger;
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
  const context = { ...options, queue: new RequestQueue() };
  const server = new GuardedServer({
    logger: options.logger,
    guard: (request) => checkRequest(request, RULES),
    handle: (request, response, checked) => route(request, response, checked, context),
    toProblem,
    bodyOf: ({ message }) => ({ error: message }),
  });
  const port = await server.listen(options.port, '127.0.0.1');
  return {
    port,
    close: () => {
      const closed = server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}

const RULES: GuardRules = { hosts: new Set(LOOPBACK_NAMES), pages: 'none' };

type Context = EngineServerOptions & { readonly queue: RequestQueue };

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { path }: CheckedRequest,
  context: Context,
): Promise<void> {
  const { inference, clock } = context;
  switch (`${request.method} ${path}`) {
    case 'HEAD /':
    case 'GET /':
      return sendContent(response, 'Ollama is running', { 'content-type': 'text/plain' });
    case 'GET /api/version':
      return sendJson(response, 200, { version: API_VERSION, condenser: 'builtin' });
    case 'GET /api/tags':
      return sendJson(response, 200, listAnswer(inference.facts));
    case 'GET /api/ps':
      return sendJson(response, 200, loadedAnswer(inference, clock()));
    case 'POST /api/show':
      requireModel(await readJson(request, BODY), inference);
      return sendJson(response, 200, showAnswer(inference.facts));
    case 'POST /api/chat':
      return serveChat(requireModel(await readJson(request, BODY), inference), response, context);
    default:
      // Ollama has these paths; a client should not take this for another program.
      if (!path.startsWith('/api/')) throw new HttpProblem(404, '404 page not found');
      throw new HttpProblem(400, `the built-in engine does not support ${path}`);
  }
}

/** As Ollama says it: the model room knows a missing model by these words. */
function requireModel(body: unknown, { facts }: Inference): unknown {
  const { model, name } = (body ?? {}) as { model?: unknown; name?: unknown };
  const asked = model ?? name;
  if (typeof asked !== 'string' || asked === '') throw new HttpProblem(400, 'model is required');
  if (!meansModel(asked, facts)) throw new HttpProblem(404, `model '${asked}' not found`);
  return body;
}

/** Ollama without a tag means this one. */
const DEFAULT_TAG = 'latest';

/** How long a loaded model stays, as `/api/ps` shows it: as long as the engine. */
const FOREVER_MS = 100 * 365 * 24 * 3600 * 1000;

/** Whether a request that names a model means this one. */
export function meansModel(asked: string, facts: ModelFacts): boolean {
  const name = asked.includes(':') ? asked : `${asked}:${DEFAULT_TAG}`;
  return name.toLowerCase() === facts.name.toLowerCase();
}

/** The body of `/api/tags`: the one model there is. */
export function listAnswer(facts: ModelFacts): object {
  const { name, size, modifiedAt, capabilities } = facts;
  return {
    models: [
      {
        name,
        model: name,
        modified_at: modifiedAt.toISOString(),
        size,
        digest: '',
        details: details(facts),
        capabilities,
      },
    ],
  };
}

/** The body of `/api/ps`. */
export function loadedAnswer({ facts, loaded }: Inference, now: Date): object {
  if (loaded === undefined) return { models: [] };
  return {
    models: [
      {
        name: facts.name,
        model: facts.name,
        size: loaded.memory,
        digest: '',
        details: details(facts),
        expires_at: new Date(now.getTime() + FOREVER_MS).toISOString(),
        size_vram: 0,
        context_length: loaded.contextLength,
      },
    ],
  };
}

/** The body of `/api/show`. */
export function showAnswer(facts: ModelFacts): object {
  return {
    modelfile: '',
    template: facts.template ?? '',
    details: details(facts),
    model_info: facts.metadata,
    capabilities: facts.capabilities,
    modified_at: facts.modifiedAt.toISOString(),
  };
}

function details({ family, parameterSize, quantization }: ModelFacts): object {
  return {
    parent_model: '',
    format: 'gguf',
    family,
    families: [family],
    parameter_size: parameterSize ?? '',
    quantization_level: quantization ?? '',
  };
}
