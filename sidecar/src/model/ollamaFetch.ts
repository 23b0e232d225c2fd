import type { Dispatcher } from 'undici';
import { NotOllamaError } from '../errors/index.ts';
import { LineReader } from './lineReader.ts';

/** What one request to Ollama needs beside the request itself. */
export interface FetchOptions {
  readonly dispatcher: Dispatcher;
  readonly host: string;
  readonly signal: AbortSignal;
  readonly idleSeconds: number;
  /** Called once, before the first byte is sent. */
  readonly onRequest?: ((method: string, url: string) => void) | undefined;
}

/** The part of a Response that the `ollama` package uses. */
interface OllamaResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly body: LineReader;
  json(): Promise<unknown>;
  text(): Promise<string>;
}

/** A fetch for one request, and the body it read, for {@link LineReader.pending}. */
export interface RequestFetch {
  readonly fetch: typeof fetch;
  readonly body: () => LineReader | undefined;
}

/**
 * The fetch that is given to the `ollama` package, made anew for each request. The package can
 * abort only all of its requests, and only once headers have come; this signal closes the socket
 * at any moment, also while the model loads or reads the prompt. Redirects are not followed: a
 * prompt goes to the configured host and nowhere else.
 */
export function createRequestFetch(options: FetchOptions): RequestFetch {
  let body: LineReader | undefined;
  const send = async (url: string, init: RequestInit = {}): Promise<OllamaResponse> => {
    const { request } = await import('./undici.ts');
    options.onRequest?.(init.method ?? 'GET', url);
    const answer = await request(url, {
      method: (init.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: init.headers as Record<string, string>,
      body: (init.body as string | undefined) ?? null,
      signal: options.signal,
      dispatcher: options.dispatcher,
    });
    refuseForeignAnswer(answer, options.host);
    body = new LineReader(answer.body, options.idleSeconds);
    return toResponse(answer, body);
  };
  return {
    // The package calls it with a string and an object, and uses of the answer what is above.
    fetch: send as unknown as typeof fetch,
    body: () => body,
  };
}

function refuseForeignAnswer(answer: Dispatcher.ResponseData, host: string): void {
  const status = answer.statusCode;
  const type = String(answer.headers['content-type'] ?? '');
  let reason: string | undefined;
  if (status >= 300 && status < 400) {
    reason = `it redirects to ${String(answer.headers.location ?? 'nowhere')}`;
  } else if (type.includes('text/html')) {
    reason = `it answered ${status} with a web page`;
  }
  if (reason === undefined) return;
  // Unread, the body would hold the socket; its own error says nothing new.
  answer.body.on('error', () => undefined).destroy();
  throw new NotOllamaError({ host, reason });
}

function toResponse(answer: Dispatcher.ResponseData, body: LineReader): OllamaResponse {
  const status = answer.statusCode;
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: '',
    headers: {
      get: (name) => {
        const value = answer.headers[name.toLowerCase()];
        return value === undefined ? null : String(value);
      },
    },
    body,
    json: () => answer.body.json(),
    text: () => answer.body.text(),
  };
}
