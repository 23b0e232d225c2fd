import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, constants as zlib } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { CondenserError } from '../../errors.ts';
import { maskedAddress } from '../../settings/addressCredentials.ts';
import { shortText } from '../untrusted.ts';
import { AnsweredError, isWebPage, serverReason } from './serverReason.ts';

/** The options of a request to Ollama. */
export interface RequestOptions {
  readonly dispatcher: Dispatcher;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called once, before the first byte is sent. */
  readonly onRequest: (method: string, url: string) => void;
}

/** A successful response with a decompressed body. */
export interface OllamaAnswer {
  readonly status: number;
  readonly body: Readable;
}

const USER_AGENT = 'condenser';
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_JSON_BYTES = 64 * 1024 * 1024;
/** A server that does not finish its error page must not delay the error. */
const ERROR_BODY_SECONDS = 5;
const NULL_BODY_STATUSES = new Set([204, 205]);

/**
 * Sends a request, and resolves when the headers of the response arrive. The signal closes the socket
 * at any time, also while the model loads or reads the prompt. Redirects are not followed: a prompt is
 * sent only to the configured host.
 *
 * @throws {AnsweredError} with the server's reason for an error status.
 * @throws `notOllama` for a redirect or a web page.
 */
export async function sendRequest(
  options: RequestOptions,
  { method, path, body }: { method: string; path: string; body?: string | undefined },
): Promise<OllamaAnswer> {
  const { request } = await import('../undici.ts');
  const url = `${options.host}${path}`;
  options.onRequest(method, url);
  const answer = await request(url, {
    method: method as Dispatcher.HttpMethod,
    headers: {
      accept: 'application/json',
      'user-agent': USER_AGENT,
      ...options.headers,
      'content-type': 'application/json',
    },
    body: body ?? null,
    signal: options.signal,
    dispatcher: options.dispatcher,
  });
  const { statusCode: status, headers } = answer;
  if (status >= 300 && status < 400) {
    answer.body.on('error', () => undefined).destroy();
    const location = shortText(String(headers.location ?? '')) ?? 'nowhere';
    const reason = `it redirects to ${maskedAddress(location)}`;
    throw new CondenserError('notOllama', { host: options.host, reason });
  }
  const decoded = decompressed(answer.body, headers['content-encoding']);
  const isHtml = String(headers['content-type'] ?? '').includes('text/html');
  if (status < 200 || status > 299 || isHtml) throw await refusal(options.host, status, decoded);
  return { status, body: decoded };
}

/** A `fetch` for the `ollama` package that uses {@link sendRequest} and reads whole bodies. */
export function createFetch(options: RequestOptions): typeof fetch {
  return async (input, init = {}) => {
    const path = String(input).slice(options.host.length);
    const body = typeof init.body === 'string' ? init.body : undefined;
    const answer = await sendRequest(options, { method: init.method ?? 'GET', path, body });
    const text = await readText(answer.body, MAX_JSON_BYTES);
    if (text.cut)
      throw new CondenserError('unreadableAnswer', { reason: 'the answer is too long' });
    if (isWebPage(text.start)) throw pageError(options.host, answer.status, text.start);
    const { status } = answer;
    return new Response(NULL_BODY_STATUSES.has(status) ? null : text.start, { status });
  };
}

async function refusal(host: string, status: number, body: Readable): Promise<Error> {
  const timer = setTimeout(() => body.destroy(), ERROR_BODY_SECONDS * 1000);
  const { start } = await readText(body, MAX_ERROR_BYTES).catch(() => ({ start: '' }));
  clearTimeout(timer);
  if (status >= 200 && status < 300) return pageError(host, status, start);
  const said = serverReason(start) ?? { reason: `no reason given (${status})`, unknown: true };
  return new AnsweredError(said, status, isWebPage(start));
}

function pageError(host: string, status: number, page: string): CondenserError<'notOllama'> {
  const title = serverReason(page)?.reason;
  const shown = title === undefined ? '' : ` (${title})`;
  return new CondenserError('notOllama', {
    host,
    reason: `it answered ${status} with a web page${shown}`,
  });
}

async function readText(body: Readable, limit: number): Promise<{ start: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the body.
    if (length > limit) break;
  }
  return { start: new TextDecoder().decode(Buffer.concat(chunks)), cut: length > limit };
}

/** Requests do not accept compression, but some gateways compress anyway. */
function decompressed(body: Readable, encoding: unknown): Readable {
  const name = String(encoding ?? 'identity')
    .trim()
    .toLowerCase();
  if (name === 'identity' || name === '') return body;
  const decoder = decoderOf(name);
  if (decoder === undefined) {
    body.on('error', () => undefined).destroy();
    throw new CondenserError('unreadableAnswer', { reason: `it is compressed with "${name}"` });
  }
  // The decoder passes the error to its reader; the callback only marks it as handled.
  pipeline(body, decoder, () => undefined);
  return decoder;
}

function decoderOf(name: string) {
  // Decode partial data at once, also that of a truncated body.
  const flush = { flush: zlib.Z_SYNC_FLUSH, finishFlush: zlib.Z_SYNC_FLUSH };
  if (name === 'gzip' || name === 'x-gzip') return createGunzip(flush);
  if (name === 'deflate') return createInflate(flush);
  return name === 'br' ? createBrotliDecompress() : undefined;
}
