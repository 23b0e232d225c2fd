import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers one request; what it throws becomes the answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** One path and what it answers, by method. */
export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly handle: Handler;
  /** Answered without a token: it says nothing that is worth one. */
  readonly open?: boolean;
}
