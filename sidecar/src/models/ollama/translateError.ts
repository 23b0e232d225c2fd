import { CondenserError, isError } from '../../errors.ts';
import { parseOllamaHost } from './ollamaHost.ts';
import { AnsweredError, type ServerReason } from './serverReason.ts';

/** The request that failed. */
export interface ErrorContext {
  readonly host: string;
  readonly model?: string | undefined;
  readonly contextWindow?: number | undefined;
  /** The proxy of the request. */
  readonly proxy?: string | undefined;
}

/**
 * Converts an error of the server, the `ollama` package, undici or the socket to a CondenserError, with
 * the original as its cause. Ollama has no error codes beside HTTP statuses, so messages of its source
 * (v0.17.4) are matched where the status is not specific enough; an error inside a stream has no status
 * at all. Aborts are returned unchanged.
 */
export function translateError(error: unknown, context: ErrorContext): unknown {
  if (isError(error)) return error;
  if (!(error instanceof Error)) return error;
  // undici reports this as an abort as well.
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) {
    return unreachable(`the proxy answered ${proxyStatus}`, context, error);
  }
  if (error.name === 'AbortError') return error;
  if (error instanceof AnsweredError) {
    return error.status === undefined
      ? fromText(error.said, undefined, context, error)
      : fromStatus(error.status, error, context);
  }
  if (isHttpParserError(error)) {
    const facts = { host: context.host, reason: 'it does not speak HTTP' };
    return new CondenserError('notOllama', facts, { cause: error });
  }
  const code = networkCode(error);
  if (code?.startsWith('Z_')) {
    return new CondenserError(
      'unreadableAnswer',
      { reason: 'its compressed data is damaged' },
      { cause: error },
    );
  }
  if (code !== undefined) return unreachable(code, context, error);
  if (error instanceof SyntaxError) {
    return new CondenserError(
      'notOllama',
      { host: context.host, reason: 'it sent no JSON' },
      { cause: error },
    );
  }
  return fromText({ reason: error.message }, undefined, context, error);
}

/** Whether the response was not HTTP. This error of undici 7.30 has no code. */
export function isHttpParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function fromStatus(status: number, cause: AnsweredError, context: ErrorContext): CondenserError {
  const { host, model = '' } = context;
  const { said, isPage } = cause;
  const { reason } = said;
  if (status === 401 || status === 403 || status === 407) {
    return new CondenserError('accessRefused', { host, status, reason }, { cause });
  }
  if (status === 404 && (isPage || model !== '' || /model .*not found/i.test(reason))) {
    if (isPage || !/not found/i.test(reason) || /^404 page/i.test(reason)) {
      return new CondenserError(
        'notOllama',
        { host, reason: `it has no such path (${reason})` },
        { cause },
      );
    }
    return new CondenserError(
      'modelMissing',
      { model, pullCommand: `ollama pull ${model}` },
      { cause },
    );
  }
  if (status === 413) return new CondenserError('requestTooLarge', { host, reason }, { cause });
  if (isGatewayStatus(status, isPage)) {
    const gateway = `a gateway answered ${status}`;
    const words = said.unknown ? gateway : `${gateway}: ${reason}`;
    return unreachable(words, context, cause, status);
  }
  if (status === 503 || status === 429) return new CondenserError('busy', { host }, { cause });
  if (isPage) {
    const page = `it answered ${status} with a web page (${reason})`;
    return new CondenserError('notOllama', { host, reason: page }, { cause });
  }
  return fromText(said, status, context, cause);
}

/** A JSON 503 is Ollama's: its queue is full. A page with that status is a gateway's. */
function isGatewayStatus(status: number, isPage: boolean): boolean {
  return status === 502 || status === 504 || (status === 503 && isPage);
}

function fromText(
  said: ServerReason,
  status: number | undefined,
  context: ErrorContext,
  cause: Error,
): CondenserError {
  const { model = '' } = context;
  const { reason, promptTokens } = said;
  if (/does not support|not supported/i.test(reason)) {
    return new CondenserError('notSupported', { model, reason }, { cause });
  }
  if (
    /more system memory|allocate memory|cannot be allocated|out of memory|insufficient memory|cudaMalloc|\bOOM\b/i.test(
      reason,
    )
  ) {
    return new CondenserError('outOfMemory', { model, reason }, { cause });
  }
  if (
    promptTokens !== undefined ||
    /exceeds .*context|context (length|window|size)|input .*too (long|large)/i.test(reason)
  ) {
    const contextWindow = said.contextWindow ?? context.contextWindow ?? 0;
    return new CondenserError(
      'contextOverflow',
      { contextWindow, reason, promptTokens },
      { cause },
    );
  }
  if (/server busy|maximum pending requests/i.test(reason)) {
    return new CondenserError('busy', { host: context.host }, { cause });
  }
  return new CondenserError('ollamaFailed', { status, reason }, { cause });
}

/** The code of a socket or undici error anywhere in the chain of causes. */
function networkCode(error: Error): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^(E[A-Z]|UND_ERR|CERT|DEPTH_|SELF_|UNABLE_|Z_)/.test(code)) {
      return code;
    }
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    current = inner;
  }
  return undefined;
}

function unreachable(
  reason: string,
  { host, proxy }: ErrorContext,
  cause: Error,
  gatewayStatus?: number,
): CondenserError {
  const facts = {
    host,
    reason,
    remote: parseOllamaHost(host).loopback ? undefined : true,
    proxy,
    gatewayStatus,
  };
  return new CondenserError('ollamaUnreachable', facts, { cause });
}

const UNKNOWN =
  /file does not exist|manifest unknown|not found|: 404\b|: 401\b|tag is not available|does not exist/i;
const NETWORK =
  /dial tcp|no such host|server misbehaving|i\/o timeout|connection re(?:set|fused)|network is unreachable|TLS handshake|max retries exceeded|unexpected EOF|: EOF|context deadline|proxyconnect|: 5\d\d\b/i;

/**
 * Classifies the failure of a pull by its message, which comes from Ollama v0.17.4 (server/images.go,
 * server/download.go), the registry, or Go's network errors.
 */
export function pullError(error: unknown, model: string): unknown {
  if (!isError(error)) return error;
  const reason = (error.facts as { reason?: string }).reason ?? '';
  const cause = { cause: error };
  if (/no space left|disk quota|not enough space/i.test(reason)) {
    return new CondenserError('modelDiskFull', { model }, cause);
  }
  if (!isError(error, 'ollamaFailed')) return error;
  if (/requires a newer version|: 412\b/i.test(reason)) {
    return new CondenserError('notSupported', { model: 'Ollama', reason }, cause);
  }
  if (/invalid model name/i.test(reason))
    return new CondenserError('modelName', { field: 'model', given: model });
  if (NETWORK.test(reason))
    return new CondenserError('registryUnreachable', { model, reason }, cause);
  if (UNKNOWN.test(reason)) return new CondenserError('modelUnknown', { model, reason }, cause);
  return error;
}

/** Whether resuming may help: a connection broke, on either side. */
export function mayResume(error: unknown): boolean {
  if (!isError(error)) return false;
  return ['registryUnreachable', 'streamBroken'].includes(error.kind);
}
