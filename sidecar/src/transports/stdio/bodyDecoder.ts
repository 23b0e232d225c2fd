import type { ContentTypeDecoder, Message } from 'vscode-jsonrpc';
import { MalformedMessageError, parseMessage } from '../../rpc/incomingMessage.ts';

/** An answer to something that is not a message, so that vscode-jsonrpc never sees it. */
export type RefuseBody = (id: string | number | null, code: number, reason: string) => void;

/**
 * Parses a body. What is not JSON, or not one JSON-RPC message, is answered by `refuse`; reading
 * goes on with the next message.
 */
export function createBodyDecoder(refuse: RefuseBody): ContentTypeDecoder {
  return {
    name: 'application/json',
    async decode(bytes: Uint8Array): Promise<Message> {
      try {
        return parseMessage(bytes);
      } catch (error) {
        if (error instanceof MalformedMessageError) refuse(error.id, error.code, error.message);
        throw error;
      }
    },
  };
}
