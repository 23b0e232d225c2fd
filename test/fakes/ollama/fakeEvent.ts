import type { IncomingHttpHeaders } from 'node:http';
import type { EventLog } from '../eventLog.ts';
import type { Step } from './script.ts';

/** A request of a client. Requests are numbered from 1 in order of arrival. */
export interface RecordedRequest {
  readonly request: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; undefined without one, or if it is not JSON. */
  readonly body: unknown;
}

/** An event of a fake Ollama. */
export type FakeEvent =
  | { readonly kind: 'connected' }
  | (RecordedRequest & { readonly kind: 'request' })
  /** The model was loaded into memory, or reloaded for another window. */
  | { readonly kind: 'loaded'; readonly model: string; readonly contextLength: number }
  /** The reply waits at this step until the test releases it. */
  | { readonly kind: 'held'; readonly request: number; readonly step: Step }
  | { readonly kind: 'headersSent'; readonly request: number; readonly status: number }
  /** Piece `piece` was written to the socket. */
  | {
      readonly kind: 'sent';
      readonly request: number;
      readonly piece: number;
      readonly text: string;
    }
  /** The reply was sent completely, or its fault has occurred. */
  | { readonly kind: 'over'; readonly request: number }
  /** The client closed the socket before the end of the reply. */
  | { readonly kind: 'closedByClient'; readonly request: number };

export type FakeLog = EventLog<FakeEvent>;
