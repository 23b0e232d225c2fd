import { CondenserError, isError } from '@condenser/sidecar/errors.ts';
import { AnsweredError } from '@condenser/sidecar/models/ollama/serverReason.ts';
import { translateError } from '@condenser/sidecar/models/ollama/translateError.ts';
import { describe, expect, it } from 'vitest';

const CONTEXT = { host: 'http://h:1', model: 'a:1b', contextWindow: 4096 };

/** As the request throws what the server answered. */
function answered(status: number, message: string): Error {
  return new AnsweredError({ reason: message }, status);
}

/** As undici and the socket throw, `depth` causes deep. */
function network(code: string, depth = 0): Error {
  const error = Object.assign(new Error(`connect ${code}`), { code });
  return depth === 0 ? error : new TypeError('fetch failed', { cause: network(code, depth - 1) });
}

function translated(error: unknown, context: Parameters<typeof translateError>[1] = CONTEXT) {
  const typed = translateError(error, context);
  if (!isError(typed)) throw new Error(`Not typed: ${String(typed)}`);
  return typed;
}

describe('an error status', () => {
  it.each<[number, string, kind: string, facts?: object]>([
    [401, 'unauthorized', 'accessRefused', { status: 401 }],
    [403, 'forbidden', 'accessRefused', { status: 403 }],
    [407, 'proxy authentication required', 'accessRefused', { status: 407 }],
    [
      404,
      "model 'a:1b' not found",
      'modelMissing',
      { model: 'a:1b', pullCommand: 'ollama pull a:1b' },
    ],
    [404, 'model "a:1b" not found, try pulling it first', 'modelMissing'],
    [404, '404 page not found', 'notOllama'],
    [404, 'no such route', 'notOllama'],
    [429, 'too many requests', 'busy', { host: 'http://h:1' }],
    [503, 'server busy, please try again.  maximum pending requests exceeded', 'busy'],
    [
      502,
      'Bad Gateway',
      'ollamaUnreachable',
      { reason: 'a gateway answered 502: Bad Gateway', gatewayStatus: 502, remote: true },
    ],
    [504, 'Gateway Timeout', 'ollamaUnreachable'],
    [400, '"a:1b" does not support thinking', 'notSupported', { model: 'a:1b' }],
    [400, '"a:1b" does not support chat', 'notSupported'],
    [
      400,
      'the input length exceeds the context length',
      'contextOverflow',
      { contextWindow: 4096 },
    ],
    [500, 'model requires more system memory (9.1 GiB) than is available (3.2 GiB)', 'outOfMemory'],
    [500, 'model requires more system memory than is currently available', 'outOfMemory'],
    [500, 'llama runner process has terminated: cudaMalloc failed: out of memory', 'outOfMemory'],
    [500, 'the buffer is too small', 'ollamaFailed', { status: 500 }],
    [500, 'llama runner process has terminated: exit status 2', 'ollamaFailed'],
    [400, 'invalid options: num_ctx', 'ollamaFailed', { status: 400 }],
  ])('%i %s: %s', (status, message, kind, facts = {}) => {
    expect(translated(answered(status, message))).toMatchObject({ kind, facts });
  });

  it('404 without a model means that the path is missing, so it is not Ollama', () => {
    const error = translated(answered(404, '404 page not found'), { host: 'http://h:1' });
    expect(error.kind).toBe('ollamaFailed');
  });
});

describe('an error in the middle of a stream, without a status', () => {
  it.each([
    ['an error was encountered while running the model: unexpected EOF', 'ollamaFailed'],
    ['cuda error: out of memory', 'outOfMemory'],
    ['the input length exceeds the context length', 'contextOverflow'],
  ])('%s: %s', (message, kind) => {
    expect(translated(new Error(message)).kind).toBe(kind);
  });

  it('that is not JSON is not from Ollama', () => {
    expect(translated(new SyntaxError('Unexpected token <')).kind).toBe('notOllama');
  });
});

describe('a network error', () => {
  it.each([
    ['ECONNREFUSED'],
    ['ECONNRESET'],
    ['ENOTFOUND'],
    ['EPIPE'],
    ['UND_ERR_SOCKET'],
    ['UND_ERR_CONNECT_TIMEOUT'],
    ['CERT_HAS_EXPIRED'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['SELF_SIGNED_CERT_IN_CHAIN'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s means unreachable, anywhere in the causes', (code) => {
    for (const depth of [0, 1, 2]) {
      expect(translated(network(code, depth))).toMatchObject({
        kind: 'ollamaUnreachable',
        facts: { host: 'http://h:1', reason: code },
      });
    }
  });

  it('of several addresses is that of the first', () => {
    const all = new AggregateError([network('ECONNREFUSED'), network('ENETUNREACH')]);
    expect(translated(new TypeError('fetch failed', { cause: all })).facts).toMatchObject({
      reason: 'ECONNREFUSED',
    });
  });

  it('a server that does not speak HTTP is not Ollama', () => {
    const error = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError' });
    expect(translated(error).kind).toBe('notOllama');
  });
});

describe('the original error', () => {
  it('is the cause', () => {
    const error = answered(500, 'no');
    expect(translated(error).cause).toBe(error);
  });

  it.each([
    ['a typed error', new CondenserError('busy', { host: 'h' })],
    ['an abort', new DOMException('stopped', 'AbortError')],
    ['a value that is not an error', 'text'],
  ])('is returned unchanged if it is %s', (_, error) => {
    expect(translateError(error, CONTEXT)).toBe(error);
  });
});
