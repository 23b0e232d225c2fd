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
 * One Ollama. Each request has a client of its own, so that ending one never ends another. Every
 * failure is one of the typed errors; an abort comes back as the signal's reason.
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
   * Streams an answer. What arrived in one read is one batch; the last batch carries what the call
   * cost. Ending the iteration early, or aborting, closes the socket at once, also while the
   * model loads or reads the prompt.
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
   * The lines of a pull or a create, as they come. Ending the iteration early, or aborting, closes
   * the socket, which stops the work in Ollama.
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
    throw new CondenserError('notOllama', { host: this.host, reason: 'it names no version' });
  }

  /** Closes every socket; whatever is still being asked fails. */
  async close(): Promise<void> {
    const connection = await this.connection?.catch(() => undefined);
    await connection?.dispatcher.destroy();
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
      const answer = await call(await this.createClient(merged));
      this.options.onOutcome?.(true);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw this.failed(this.translated(error, { model }));
    }
  }

  /** The status of a request whose body goes out as it is read, such as the file of a model. */
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

  /** Passes an error on, after telling whether Ollama was there at all. */
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
    // After the first byte, a socket that ends is a stream that broke, not a server out of reach.
    const isLost = begun && (isError(translated, 'ollamaUnreachable') || isHttpParserError(error));
    return isLost
      ? new CondenserError('streamBroken', { reason: 'the connection broke' }, { cause: error })
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
    // The browser build is the whole client less what reads files; nothing here reads files.
    const { Ollama } = await import('ollama/browser');
    return new Ollama({ host: this.host, fetch }) as Ollama;
  }
}

/** The lines of a pull or a create up to the one that says that it succeeded. */
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
