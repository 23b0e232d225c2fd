import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpProblem, sendContent, sendJson } from '../../http/answers.ts';
import { GuardedServer } from '../../http/guardedServer.ts';
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

/** The version of Ollama whose API is implemented. */
const API_VERSION = '0.17.4';

/** The options of {@link startEngineServer}. */
export interface EngineServerOptions {
  readonly inference: Inference;
  /** The context length of requests that do not set one. */
  readonly contextLength: number;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/** A listening server. */
export interface EngineServer {
  readonly port: number;
  /** Stops listening and closes every socket, which aborts its requests. */
  close(): Promise<void>;
}

/**
 * Serves one model on loopback with the part of Ollama's API that a chat needs. Only the field
 * `condenser` of `/api/version` distinguishes it from Ollama. One request runs at a time, in the order
 * of arrival; a client that closes its socket leaves the queue or aborts its running request.
 *
 * Only the names of this machine are accepted as Host, and no request from a web page.
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
      // Ollama has these paths: a 404 would make a client take this for another program.
      if (!path.startsWith('/api/')) throw new HttpProblem(404, '404 page not found');
      throw new HttpProblem(400, `the built-in engine does not support ${path}`);
  }
}

/** The messages are Ollama's, by which models/ recognizes a missing model. */
function requireModel(body: unknown, { facts }: Inference): unknown {
  const { model, name } = (body ?? {}) as { model?: unknown; name?: unknown };
  const requested = model ?? name;
  if (typeof requested !== 'string' || requested === '')
    throw new HttpProblem(400, 'model is required');
  if (!isModel(requested, facts)) throw new HttpProblem(404, `model '${requested}' not found`);
  return body;
}

/** The tag of a model name without one. */
const DEFAULT_TAG = 'latest';

/** `/api/ps` shows when a model is unloaded; here it stays as long as the engine. */
const FOREVER_MS = 100 * 365 * 24 * 3600 * 1000;

/** Whether the name in a request is that of this model. */
export function isModel(requested: string, facts: ModelFacts): boolean {
  const name = requested.includes(':') ? requested : `${requested}:${DEFAULT_TAG}`;
  return name.toLowerCase() === facts.name.toLowerCase();
}

/** The body of `/api/tags`: the only model. */
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
