import type { IncomingHttpHeaders } from 'node:http';
import type { EventLog } from '../eventLog.ts';
import type { Step } from './script.ts';

/** What a client asked. Requests are numbered from 1 in the order in which they came. */
export interface RecordedRequest {
  readonly request: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; undefined when there is none, or it is not JSON. */
  readonly body: unknown;
}

/** What happens at a fake Ollama, in order. */
export type FakeEvent =
  | { readonly kind: 'connected' }
  | (RecordedRequest & { readonly kind: 'request' })
  /** The model came into memory, or was loaded anew for another window. */
  | { readonly kind: 'loaded'; readonly model: string; readonly contextLength: number }
  /** The reply waits at this step until it is released. */
  | { readonly kind: 'held'; readonly request: number; readonly step: Step }
  | { readonly kind: 'headersSent'; readonly request: number; readonly status: number }
  /** Piece `piece` has been handed to the socket. */
  | {
      readonly kind: 'sent';
      readonly request: number;
      readonly piece: number;
      readonly text: string;
    }
  /** The whole reply has been sent, or its fault has happened. */
  | { readonly kind: 'over'; readonly request: number }
  /** The client closed the socket before the reply was over. */
  | { readonly kind: 'closedByClient'; readonly request: number };

export type FakeLog = EventLog<FakeEvent>;
