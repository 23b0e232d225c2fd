import {
  AccessRefusedError,
  CondenserError,
  ContextOverflowError,
  ModelMissingError,
  NotOllamaError,
  NotSupportedError,
  OllamaFailedError,
  OllamaUnreachableError,
  OutOfMemoryError,
  ServerBusyError,
  StreamBrokenError,
} from '../errors/index.ts';

/** What was being asked when the error came. */
export interface ErrorContext {
  readonly host: string;
  readonly model?: string | undefined;
  readonly contextWindow?: number | undefined;
}

/**
 * Turns whatever the `ollama` package, undici or the socket threw into one typed error, with the
 * original as its cause. Ollama has no error codes of its own beside HTTP's, so texts of its
 * source (v0.17.4) are matched where a status alone says too little; an error in mid-stream has no
 * status at all. An abort is passed on as it is.
 */
export function translateError(error: unknown, context: ErrorContext): unknown {
  if (error instanceof CondenserError) return error;
  if (!(error instanceof Error)) return error;
  // undici calls this an abort, too.
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return fromProxy(proxyStatus, context, error);
  if (error.name === 'AbortError') return error;
  const status = (error as { status_code?: unknown }).status_code;
  const reason = error.message;
  if (typeof status === 'number') return fromStatus(status, reason, context, error);
  // undici leaves the code of this one out, whatever was wrong (7.30).
  if (error.name === 'HTTPParserError') {
    const facts = { host: context.host, reason: 'it does not speak HTTP' };
    return new NotOllamaError(facts, { cause: error });
  }
  const code = networkCode(error);
  if (code !== undefined) return fromNetwork(code, context, error);
  if (/did not receive done/i.test(reason)) {
    return new StreamBrokenError({ reason: 'the stream ended without "done"' }, { cause: error });
  }
  if (error instanceof SyntaxError) {
    return new NotOllamaError({ host: context.host, reason: 'it sent no JSON' }, { cause: error });
  }
  return fromText(reason, undefined, context, error);
}

function fromStatus(
  status: number,
  reason: string,
  context: ErrorContext,
  cause: Error,
): CondenserError {
  const { host, model = '' } = context;
  if (status === 401 || status === 403 || status === 407) {
    return new AccessRefusedError({ host, status, reason }, { cause });
  }
  if (status === 404 && (model !== '' || /model .*not found/i.test(reason))) {
    if (!/not found/i.test(reason) || /^404 page/i.test(reason)) {
      return new NotOllamaError({ host, reason: `it has no such path (${reason})` }, { cause });
    }
    return new ModelMissingError({ model, pullCommand: `ollama pull ${model}` }, { cause });
  }
  if (status === 503 || status === 429) return new ServerBusyError({ host }, { cause });
  if (status === 502 || status === 504) {
    return new OllamaUnreachableError({ host, reason: `a gateway answered ${status}` }, { cause });
  }
  return fromText(reason, status, context, cause);
}

function fromText(
  reason: string,
  status: number | undefined,
  context: ErrorContext,
  cause: Error,
): CondenserError {
  const { model = '', contextWindow = 0 } = context;
  if (/does not support|not supported/i.test(reason)) {
    return new NotSupportedError({ model, reason }, { cause });
  }
  if (
    /more system memory|allocate memory|cannot be allocated|out of memory|insufficient memory|cudaMalloc|\bOOM\b/i.test(
      reason,
    )
  ) {
    return new OutOfMemoryError({ model, reason }, { cause });
  }
  if (/exceeds .*context|context (length|window|size)|input .*too (long|large)/i.test(reason)) {
    return new ContextOverflowError({ contextWindow, reason }, { cause });
  }
  if (/server busy|maximum pending requests/i.test(reason)) {
    return new ServerBusyError({ host: context.host }, { cause });
  }
  return new OllamaFailedError({ ...(status === undefined ? {} : { status }), reason }, { cause });
}

/** The code of a socket's or undici's error, wherever in the chain of causes it stands. */
function networkCode(error: Error): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^(E[A-Z]|UND_ERR|CERT|DEPTH_|SELF_|UNABLE_)/.test(code)) {
      return code;
    }
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    current = inner;
  }
  return undefined;
}

function fromProxy(status: string, context: ErrorContext, cause: Error): CondenserError {
  const reason = `the proxy answered ${status}`;
  return new OllamaUnreachableError({ host: context.host, reason }, { cause });
}

function fromNetwork(code: string, context: ErrorContext, cause: Error): CondenserError {
  return new OllamaUnreachableError({ host: context.host, reason: code }, { cause });
}
