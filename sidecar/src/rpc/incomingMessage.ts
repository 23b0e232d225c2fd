import { ErrorCode } from '@condenser/protocol';
import type { Message } from 'vscode-jsonrpc';

type MessageId = string | number | null;

/** A body that is not a JSON-RPC message, and the response to it. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
  /** The id of the message, if it can be read. */
  readonly id: MessageId;
  readonly code: number;

  constructor(id: MessageId, code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.code = code;
  }

  /** The response to it. */
  get answer(): Message {
    const { id, code, message } = this;
    return { jsonrpc: '2.0', id, error: { code, message } } as Message;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a JSON-RPC message. vscode-jsonrpc itself drops malformed messages without a response.
 *
 * @throws MalformedMessageError for bytes that are not JSON in UTF-8, a batch, or a value that is
 * not a request, notification or response.
 */
export function parseMessage(bytes: Uint8Array): Message {
  const body = parseBody(bytes);
  const problem = problemOf(body);
  if (problem === undefined) return body as Message;
  throw new MalformedMessageError(idOf(body), ErrorCode.invalidRequest, problem);
}

function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    const message = 'The body is not JSON in UTF-8';
    throw new MalformedMessageError(null, ErrorCode.parseError, message, { cause });
  }
}

function problemOf(body: unknown): string | undefined {
  if (Array.isArray(body)) return 'Batches are not supported';
  if (typeof body !== 'object' || body === null) return 'A message must be an object';
  const message = body as Record<string, unknown>;
  if (message.jsonrpc !== '2.0') return '"jsonrpc" must be "2.0"';
  const id = message.id;
  const idIsFine = typeof id === 'string' || Number.isSafeInteger(id);
  if (typeof message.method === 'string') {
    return id === undefined || idIsFine ? undefined : '"id" must be a string or an integer';
  }
  if (message.method !== undefined) return '"method" must be a string';
  const isAnswer = 'result' in message || 'error' in message;
  return isAnswer && (idIsFine || id === null) ? undefined : 'Neither a request nor a response';
}

function idOf(body: unknown): MessageId {
  const id: unknown = (body as { id?: unknown } | null)?.id;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : null;
}
