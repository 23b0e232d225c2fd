import { ErrorCode } from '@condenser/protocol';
import type { ContentTypeDecoder, Message } from 'vscode-jsonrpc';

/** An answer to something that is not a message, so that vscode-jsonrpc never sees it. */
export type RefuseBody = (id: string | number | null, code: number, reason: string) => void;

/**
 * Parses a body. What is not JSON, or not one JSON-RPC message, is answered by `refuse`; reading
 * goes on with the next message.
 */
export function createBodyDecoder(refuse: RefuseBody): ContentTypeDecoder {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  return {
    name: 'application/json',
    async decode(bytes: Uint8Array): Promise<Message> {
      let body: unknown;
      try {
        body = JSON.parse(utf8.decode(bytes));
      } catch (cause) {
        refuse(null, ErrorCode.parseError, 'The body is not JSON in UTF-8');
        throw new Error('The body is not JSON in UTF-8', { cause });
      }
      const problem = whatIsWrong(body);
      if (problem !== undefined) {
        refuse(idOf(body), ErrorCode.invalidRequest, problem);
        throw new Error(problem);
      }
      return body as Message;
    },
  };
}

function whatIsWrong(body: unknown): string | undefined {
  if (Array.isArray(body)) return 'Batches are not supported';
  if (typeof body !== 'object' || body === null) return 'A message is an object';
  const message = body as Record<string, unknown>;
  if (message.jsonrpc !== '2.0') return '"jsonrpc" must be "2.0"';
  const id = message.id;
  const idIsFine = typeof id === 'string' || Number.isSafeInteger(id);
  if (typeof message.method === 'string') {
    return id === undefined || idIsFine ? undefined : '"id" must be a string or an integer';
  }
  if (message.method !== undefined) return '"method" must be a string';
  const isAnswer = 'result' in message || 'error' in message;
  return isAnswer && (idIsFine || id === null) ? undefined : 'Neither a request nor an answer';
}

function idOf(body: unknown): string | number | null {
  const id: unknown = (body as { id?: unknown } | null)?.id;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : null;
}
