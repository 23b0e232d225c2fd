import { Readable } from 'node:stream';
import type { ChatResponse, ListResponse, Ollama, ShowResponse } from 'ollama';
import type { Dispatcher } from 'undici';
import { NotOllamaError, OllamaUnreachableError, StreamBrokenError } from '../errors/index.ts';
import type { Logger } from '../logging/logger.ts';
import { type ChatBatch, type ChatRequestBody, readChatStream } from './chatStream.ts';
import { type ConnectionOptions, createDispatcher } from './httpConnection.ts';
import type { LineReader } from './lineReader.ts';
import { createRequestFetch, type RequestFetch } from './ollamaFetch.ts';
import { type ErrorContext, translateError } from './translateError.ts';
import { count, moment, shortText } from './untrusted.ts';

/** How to reach one Ollama. */
export interface OllamaServerOptions extends ConnectionOptions {
  readonly idleTimeoutSeconds: number;
  readonly logger: Logger;
  /** Awaited before each request: a server that is a child of ours may have to come back. */
  readonly beforeRequest?: (() => Promise<void> | undefined) | undefined;
  /** Told of each request before its first byte is sent. */
  readonly onRequest?: ((method: string, url: string) => void) | undefined;
  /** Told after each request whether something that is Ollama answered it. */
  readonly onOutcome?: ((reachable: boolean) => void) | undefined;
}

/** A model that Ollama holds in memory. */
export interface LoadedModel {
  readonly name: string;
  readonly contextLength?: number | undefined;
  /** Bytes in all, and those of them on the graphics card. */
  readonly size: number;
  readonly gpuSize?: number | undefined;
  /** ISO 8601; absent: it stays until somebody unloads it. */
  readonly expiresAt?: string | undefined;
}

/** One request that the `ollama` package has no method for. */
export interface RawRequest {
  readonly method: 'HEAD' | 'POST';
  readonly path: string;
  readonly body?: AsyncIterable<Uint8Array>;
  /** Bytes of the body. */
  readonly length?: number;
}

/** How long the end of a body may take after the line that says "done". */
const AFTER_DONE_SECONDS = 1;
/** Ollama says nothing while it checks or converts a file of many gigabytes. */
const PROGRESS_IDLE_SECONDS = 3600;

interface StreamOptions {
  readonly context: ErrorContext;
  readonly signal: AbortSignal | undefined;
  readonly idleSeconds: number;
}

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
    const context = { host: this.host, model: body.model, contextWindow: body.options?.num_ctx };
    yield* this.stream(
      (client) => client.chat({ ...body, stream: true }) as Promise<AsyncIterable<ChatResponse>>,
      readChatStream,
      { context, signal, idleSeconds: this.options.idleTimeoutSeconds },
    );
  }

  /**
   * The lines of a pull or a create, as they come. Ending the iteration early, or aborting, closes
   * the socket, which stops the work in Ollama.
   */
  async *progress<Line>(
    call: (client: Ollama) => Promise<AsyncIterable<Line>>,
    model: string,
    signal?: AbortSignal,
  ): AsyncGenerator<Line> {
    const context = { host: this.host, model };
    yield* this.stream(call, (lines) => lines, {
      context,
      signal,
      idleSeconds: PROGRESS_IDLE_SECONDS,
    });
  }

  private async *stream<Line, Part>(
    call: (client: Ollama) => Promise<AsyncIterable<Line>>,
    read: (lines: AsyncIterable<Line>, body: () => LineReader | undefined) => AsyncIterable<Part>,
    { context, signal, idleSeconds }: StreamOptions,
  ): AsyncGenerator<Part> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    let request: RequestFetch | undefined;
    let rest: Promise<void> | undefined;
    try {
      request = await this.createFetch(merged, idleSeconds);
      const client = await this.createClient(request);
      yield* read(await call(client), () => request?.body());
      this.options.onOutcome?.(true);
      rest = request.body()?.drain(AFTER_DONE_SECONDS);
    } catch (error) {
      signal?.throwIfAborted();
      const begun = request?.body()?.begun === true;
      throw this.failed(begun ? asBrokenStream(error, context) : translateError(error, context));
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
    const models: readonly object[] = Array.isArray(answer.models) ? answer.models : [];
    return models.flatMap(toLoaded);
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

  /** One request that is answered at once, about a model or about none. */
  async ask<Answer>(
    call: (client: Ollama) => Promise<Answer>,
    signal: AbortSignal | undefined,
    model?: string,
  ): Promise<Answer> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    try {
      const request = await this.createFetch(merged, this.options.idleTimeoutSeconds);
      const answer = await call(await this.createClient(request));
      this.options.onOutcome?.(true);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(translateError(error, { host: this.host, model }));
    }
  }

  /** The status of a request whose body goes out as it is read, such as the file of a model. */
  async send(request: RawRequest, signal?: AbortSignal): Promise<number> {
    const { method, path, body, length } = request;
    await this.options.beforeRequest?.();
    this.dispatcher ??= createDispatcher(this.options);
    const undici = await import('./undici.ts');
    const url = `${this.host}${path}`;
    this.note(method, url);
    try {
      const answer = await undici.request(url, {
        method,
        headers: {
          ...this.options.headers,
          ...(length === undefined ? {} : { 'content-length': String(length) }),
        },
        body: body === undefined ? null : Readable.from(body),
        dispatcher: await this.dispatcher,
        ...(signal === undefined ? {} : { signal }),
      });
      const text = await answer.body.text();
      if (answer.statusCode < 300 || answer.statusCode === 404) return answer.statusCode;
      throw Object.assign(new Error(errorIn(text)), { status_code: answer.statusCode });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(translateError(error, { host: this.host }));
    }
  }

  private note(method: string, url: string): void {
    this.options.logger.debug(`${method} ${url}`);
    this.options.onRequest?.(method, url);
  }

  /** Passes an error on, after telling whether Ollama was there at all. */
  private failed(error: unknown): unknown {
    const { onOutcome } = this.options;
    onOutcome?.(!(error instanceof OllamaUnreachableError || error instanceof NotOllamaError));
    return error;
  }

  private async createFetch(signal: AbortSignal, idleSeconds: number): Promise<RequestFetch> {
    await this.options.beforeRequest?.();
    this.dispatcher ??= createDispatcher(this.options);
    return createRequestFetch({
      dispatcher: await this.dispatcher,
      host: this.host,
      signal,
      idleSeconds,
      onRequest: (method, url) => this.note(method, url),
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
function asBrokenStream(error: unknown, context: ErrorContext): unknown {
  const translated = translateError(error, context);
  if (!(translated instanceof OllamaUnreachableError || translated instanceof NotOllamaError)) {
    return translated;
  }
  return new StreamBrokenError({ reason: 'the connection broke' }, { cause: error });
}

function toLoaded(answer: object): LoadedModel[] {
  const model = answer as Readonly<Record<string, unknown>>;
  const name = shortText(model.name);
  if (name === undefined) return [];
  return [
    {
      name,
      size: count(model.size) ?? 0,
      gpuSize: count(model.size_vram),
      contextLength: count(model.context_length),
      expiresAt: moment(model.expires_at),
    },
  ];
}

/** Ollama's own words in an error body, or the body. */
function errorIn(text: string): string {
  try {
    return shortText((JSON.parse(text) as { error?: unknown }).error) ?? text;
  } catch {
    return shortText(text) ?? 'no reason given';
  }
}
