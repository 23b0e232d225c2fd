import type { ChatResponse, ListResponse, Ollama, ShowResponse } from 'ollama';
import type { Dispatcher } from 'undici';
import { NotOllamaError, OllamaUnreachableError, StreamBrokenError } from '../errors/index.ts';
import type { Logger } from '../logging/logger.ts';
import { type ChatBatch, type ChatRequestBody, readChatStream } from './chatStream.ts';
import { type ConnectionOptions, createDispatcher } from './httpConnection.ts';
import { createRequestFetch, type RequestFetch } from './ollamaFetch.ts';
import { translateError } from './translateError.ts';

/** How to reach one Ollama. */
export interface OllamaServerOptions extends ConnectionOptions {
  readonly idleTimeoutSeconds: number;
  readonly logger: Logger;
  /** Awaited before each request: a server that is a child of ours may have to come back. */
  readonly beforeRequest?: (() => Promise<void> | undefined) | undefined;
}

/** A model that Ollama holds in memory. */
export interface LoadedModel {
  readonly name: string;
  readonly contextLength?: number | undefined;
  readonly size: number;
}

/** How long the end of a body may take after the line that says "done". */
const AFTER_DONE_SECONDS = 1;

/**
 * One Ollama. Each request has a client of its own, so that ending one never ends another. Every
 * failure is one of the typed errors; an abort comes back as the signal's reason.
 */
export class OllamaServer {
  readonly host: string;
  private readonly options: OllamaServerOptions;
  private dispatcher: Promise<Dispatcher> | undefined;

  constructor(options: OllamaServerOptions) {
    this.options = options;
    this.host = options.host.url;
  }

  /**
   * Streams an answer. What arrived in one read is one batch; the last batch carries what the call
   * cost. Ending the iteration early, or aborting, closes the socket at once, also while the
   * model loads or reads the prompt.
   */
  async *chat(body: ChatRequestBody, signal?: AbortSignal): AsyncGenerator<ChatBatch> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    const context = { host: this.host, model: body.model, contextWindow: body.options?.num_ctx };
    let request: RequestFetch | undefined;
    let rest: Promise<void> | undefined;
    try {
      request = await this.createFetch(merged);
      const client = await this.createClient(request);
      const stream = await client.chat({ ...body, stream: true });
      yield* readChatStream(stream as AsyncIterable<ChatResponse>, () => request?.body());
      rest = request.body()?.drain(AFTER_DONE_SECONDS);
    } catch (error) {
      signal?.throwIfAborted();
      const begun = request?.body()?.begun === true;
      throw begun ? asBrokenStream(error, context) : translateError(error, context);
    } finally {
      // After "done" only the end of the body is missing: read, it frees the socket for the next
      // request. In every other case the socket is closed now.
      if (rest === undefined) abort.abort();
      else rest.catch(() => undefined).finally(() => abort.abort());
    }
  }

  /** The installed models, as Ollama lists them. */
  list(signal?: AbortSignal): Promise<ListResponse> {
    return this.ask((client) => client.list(), signal);
  }

  /** What Ollama knows of one model. */
  show(model: string, signal?: AbortSignal): Promise<ShowResponse> {
    return this.ask((client) => client.show({ model }), signal, model);
  }

  /** The models in memory, most recently used first as Ollama orders them. */
  async loaded(signal?: AbortSignal): Promise<LoadedModel[]> {
    const answer = await this.ask((client) => client.ps(), signal);
    return answer.models.map((model) => ({
      name: model.name,
      size: model.size,
      contextLength: (model as { context_length?: number }).context_length,
    }));
  }

  /** Ollama's version, such as "0.17.4". */
  async version(signal?: AbortSignal): Promise<string> {
    const { version } = await this.ask((client) => client.version(), signal);
    // Until here nothing has shown that what answers is Ollama.
    if (typeof version === 'string') return version;
    throw new NotOllamaError({ host: this.host, reason: 'it names no version' });
  }

  /** Closes every socket; whatever is still being asked fails. */
  async close(): Promise<void> {
    const dispatcher = await this.dispatcher?.catch(() => undefined);
    await dispatcher?.destroy();
  }

  private async ask<Answer>(
    call: (client: Ollama) => Promise<Answer>,
    signal: AbortSignal | undefined,
    model?: string,
  ): Promise<Answer> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    try {
      return await call(await this.createClient(await this.createFetch(merged)));
    } catch (error) {
      signal?.throwIfAborted();
      throw translateError(error, { host: this.host, model });
    }
  }

  private async createFetch(signal: AbortSignal): Promise<RequestFetch> {
    await this.options.beforeRequest?.();
    this.dispatcher ??= createDispatcher(this.options);
    return createRequestFetch({
      dispatcher: await this.dispatcher,
      host: this.host,
      signal,
      idleSeconds: this.options.idleTimeoutSeconds,
      onRequest: (method, url) => this.options.logger.debug(`${method} ${url}`),
    });
  }

  private async createClient(request: RequestFetch): Promise<Ollama> {
    // The browser build is the whole client less what reads files; nothing here reads files.
    const { Ollama } = await import('ollama/browser');
    return new Ollama({
      host: this.host,
      fetch: request.fetch,
      headers: { ...this.options.headers },
    }) as Ollama;
  }
}

/** After the first byte, a socket that ends is a stream that broke, not a server out of reach. */
function asBrokenStream(
  error: unknown,
  context: { host: string; model: string; contextWindow?: number | undefined },
): unknown {
  const translated = translateError(error, context);
  if (!(translated instanceof OllamaUnreachableError || translated instanceof NotOllamaError)) {
    return translated;
  }
  return new StreamBrokenError({ reason: 'the connection broke' }, { cause: error });
}
