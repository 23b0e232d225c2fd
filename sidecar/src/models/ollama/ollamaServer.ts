import { Readable } from 'node:stream';
import type { ListResponse, Ollama, ShowResponse } from 'ollama';
import { CondenserError, isError } from '../../errors.ts';
import type { Logger } from '../../logging/logger.ts';
import {
  type Connection,
  type ConnectionOptions,
  openConnection,
  requestHeaders,
} from '../httpConnection.ts';
import { count, type JsonObject, moment, shortText } from '../untrusted.ts';
import {
  type ChatBatch,
  type ChatRequestBody,
  ENDED_EARLY,
  readChatStream,
  refuseErrorLine,
} from './chatStream.ts';
import { JsonLines } from './jsonLines.ts';
import { createFetch, type RequestOptions, sendRequest } from './ollamaRequest.ts';
import { AnsweredError, isWebPage, serverReason } from './serverReason.ts';
import { isHttpParserError, translateError } from './translateError.ts';

/** The options of {@link OllamaServer}. */
export interface OllamaServerOptions extends ConnectionOptions {
  readonly idleTimeoutSeconds: number;
  readonly logger: Logger;
  /** Awaited before each request: the built-in engine may have to be restarted. */
  readonly beforeRequest?: (() => Promise<void> | undefined) | undefined;
  /** Called for each request before its first byte is sent. */
  readonly onRequest?: ((method: string, url: string) => void) | undefined;
  /** Called after each request with whether Ollama answered it. */
  readonly onOutcome?: ((reachable: boolean) => void) | undefined;
}

/** A model in Ollama's memory. */
export interface LoadedModel {
  readonly name: string;
  readonly contextLength?: number | undefined;
  /** Bytes in total, and bytes on the GPU. */
  readonly size: number;
  readonly gpuSize?: number | undefined;
  /** ISO 8601; absent if the model stays until it is unloaded. */
  readonly expiresAt?: string | undefined;
}

/** A request for which the `ollama` package has no method. */
export interface RawRequest {
  readonly method: 'HEAD' | 'POST';
  readonly path: string;
  readonly body?: AsyncIterable<Uint8Array>;
  /** Bytes of the body. */
  readonly length?: number;
}

/** How long the end of a body may take after `done`. */
const AFTER_DONE_SECONDS = 1;
/** Ollama sends nothing while it verifies or converts a file of many gigabytes. */
const PROGRESS_IDLE_SECONDS = 3600;

/** A request whose answer is a stream of JSON lines. */
export interface StreamRequest {
  readonly path: string;
  readonly body: object;
}

interface StreamOptions {
  readonly model: string;
  readonly contextWindow?: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly idleSeconds: number;
}

/**
 * The client of one Ollama. Each request has its own `Ollama` object, so that aborting one does not
 * abort another. Every failure is a CondenserError; an abort rejects with the reason of the signal.
 */
export class OllamaServer {
  readonly host: string;
  private readonly options: OllamaServerOptions;
  private connection: Promise<Connection> | undefined;
  private proxy: string | undefined;

  constructor(options: OllamaServerOptions) {
    this.options = options;
    this.host = options.host.url;
  }

  /**
   * Streams an answer, one batch per read; the last batch has the usage. Ending the iteration early, or
   * aborting, closes the socket at once, also while the model loads or reads the prompt.
   */
  async *chat(body: ChatRequestBody, signal?: AbortSignal): AsyncGenerator<ChatBatch> {
    yield* this.stream({ path: '/api/chat', body: { ...body, stream: true } }, readChatStream, {
      model: body.model,
      contextWindow: body.options?.num_ctx,
      signal,
      idleSeconds: this.options.idleTimeoutSeconds,
    });
  }

  /**
   * Streams the lines of a pull or a create. Ending the iteration early, or aborting, closes the
   * socket, which stops the work in Ollama.
   */
  async *progress(
    request: StreamRequest,
    model: string,
    signal?: AbortSignal,
  ): AsyncGenerator<JsonObject> {
    yield* this.stream(request, readProgress, {
      model,
      signal,
      idleSeconds: PROGRESS_IDLE_SECONDS,
    });
  }

  private async *stream<Part>(
    { path, body }: StreamRequest,
    read: (reads: AsyncIterable<readonly JsonObject[]>) => AsyncGenerator<Part, boolean>,
    { signal, idleSeconds, model, contextWindow }: StreamOptions,
  ): AsyncGenerator<Part> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    let lines: JsonLines | undefined;
    let rest: Promise<void> | undefined;
    try {
      const options = await this.requestOptions(merged);
      const answer = await sendRequest(options, {
        method: 'POST',
        path,
        body: JSON.stringify(body),
      });
      lines = new JsonLines(answer.body, { host: this.host, idleSeconds });
      const isWhole = yield* read(lines.reads());
      this.options.onOutcome?.(true);
      if (isWhole) rest = lines.drain(AFTER_DONE_SECONDS);
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(this.translated(error, { model, contextWindow }, lines?.begun));
    } finally {
      // After `done`, reading the end of the body frees the socket for the next request. Otherwise
      // the socket is closed.
      if (rest === undefined) abort.abort();
      else rest.catch(() => undefined).finally(() => abort.abort());
    }
  }

  /** The installed models. */
  list(signal?: AbortSignal): Promise<ListResponse> {
    return this.ask((client) => client.list(), signal);
  }

  /** The details of one model. */
  show(model: string, signal?: AbortSignal): Promise<ShowResponse> {
    return this.ask((client) => client.show({ model }), signal, model);
  }

  /** The models in memory, most recently used first. */
  async loaded(signal?: AbortSignal): Promise<LoadedModel[]> {
    const answer = await this.ask((client) => client.ps(), signal);
    const models: readonly object[] = Array.isArray(answer.models) ? answer.models : [];
    return models.flatMap(toLoaded);
  }

  /** Ollama's version, such as "0.17.4". */
  async version(signal?: AbortSignal): Promise<string> {
    const { version } = await this.ask((client) => client.version(), signal);
    // Any server may answer this path; only the version identifies Ollama.
    if (typeof version === 'string') return version;
    throw new CondenserError('notOllama', { host: this.host, reason: 'it reports no version' });
  }

  /** Closes every socket; running requests fail. */
  async close(): Promise<void> {
    const connection = await this.connection?.catch(() => undefined);
    await connection?.dispatcher.destroy();
  }

  /** Sends a request without a streamed answer. `model` is the one that it is about. */
  async ask<Answer>(
    call: (client: Ollama) => Promise<Answer>,
    signal: AbortSignal | undefined,
    model?: string,
  ): Promise<Answer> {
    const abort = new AbortController();
    const merged = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
    try {
      const answer = await call(await this.createClient(merged));
      this.options.onOutcome?.(true);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(this.translated(error, { model }));
    }
  }

  /** Sends a request with a streamed body, such as a model file. Returns the status. */
  async send(request: RawRequest, signal?: AbortSignal): Promise<number> {
    const { method, path, body, length } = request;
    try {
      const options = await this.requestOptions(signal ?? new AbortController().signal);
      const undici = await import('../undici.ts');
      const url = `${this.host}${path}`;
      options.onRequest(method, url);
      const answer = await undici.request(url, {
        method,
        headers: {
          ...options.headers,
          ...(length === undefined ? {} : { 'content-length': String(length) }),
        },
        body: body === undefined ? null : Readable.from(body),
        dispatcher: options.dispatcher,
        signal: options.signal,
      });
      const text = await answer.body.text();
      const { statusCode: status } = answer;
      if (status < 300 || status === 404) return status;
      const said = serverReason(text) ?? { reason: `no reason given (${status})`, unknown: true };
      throw new AnsweredError(said, status, isWebPage(text));
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(this.translated(error, {}));
    }
  }

  private note(method: string, url: string): void {
    this.options.logger.debug(`${method} ${url}`);
    this.options.onRequest?.(method, url);
  }

  /** Reports whether Ollama was reachable, and returns the error. */
  private failed(error: unknown): unknown {
    const { onOutcome } = this.options;
    onOutcome?.(!isError(error, 'ollamaUnreachable', 'notOllama'));
    return error;
  }

  private translated(
    error: unknown,
    context: { model?: string | undefined; contextWindow?: number | undefined },
    begun = false,
  ): unknown {
    const translated = translateError(error, { host: this.host, proxy: this.proxy, ...context });
    // After the first byte, a closed socket is a broken stream, not an unreachable server.
    const isLost = begun && (isError(translated, 'ollamaUnreachable') || isHttpParserError(error));
    return isLost
      ? new CondenserError(
          'streamBroken',
          { reason: 'the connection was closed' },
          { cause: error },
        )
      : translated;
  }

  private async requestOptions(signal: AbortSignal): Promise<RequestOptions> {
    await this.options.beforeRequest?.();
    this.connection ??= openConnection(this.options);
    const { dispatcher, proxy } = await this.connection;
    this.proxy = proxy;
    return {
      dispatcher,
      host: this.host,
      headers: requestHeaders(this.options),
      signal,
      onRequest: (method, url) => this.note(method, url),
    };
  }

  private async createClient(signal: AbortSignal): Promise<Ollama> {
    const fetch = createFetch(await this.requestOptions(signal));
    // The browser build is the client without the functions that read files.
    const { Ollama } = await import('ollama/browser');
    return new Ollama({ host: this.host, fetch }) as Ollama;
  }
}

/** The lines of a pull or a create, up to the one with `success`. */
async function* readProgress(
  reads: AsyncIterable<readonly JsonObject[]>,
): AsyncGenerator<JsonObject, boolean> {
  for await (const lines of reads) {
    for (const line of lines) {
      refuseErrorLine(line);
      yield line;
      if (line.status === 'success') return true;
    }
  }
  throw new CondenserError('streamBroken', { reason: ENDED_EARLY });
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
