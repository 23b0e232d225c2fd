import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Optional properties of a problem. */
export interface ProblemFacts {
  readonly headers?: Readonly<Record<string, string>>;
  /** A stable name of the problem, for programs. */
  readonly kind?: string;
  readonly cause?: unknown;
}

/** The response to a failed request. Thrown anywhere, sent by the server's error boundary. */
export class HttpProblem extends Error {
  override readonly name: string = 'HttpProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: string | undefined;

  constructor(status: number, message: string, { headers = {}, kind, cause }: ProblemFacts = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers;
    this.kind = kind;
  }
}

/** The client closed its socket before its request was read, so no response can be sent. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError';

  constructor() {
    super('The client closed the connection during its request');
  }
}

type Headers = Readonly<Record<string, string>>;

/** Sends JSON in one write, with its length. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Headers = {},
): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

/** Sends text or bytes. */
export function sendContent(
  response: ServerResponse,
  content: string | Buffer,
  headers: Headers,
): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
}

/** Sends a problem on a socket without a response object, and closes it. */
export function rejectSocket(socket: Duplex, problem: HttpProblem, body: object): void {
  const bytes = JSON.stringify(body);
  const headers = Object.entries({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(bytes)),
    ...problem.headers,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`;
  // A client that keeps its side open must not keep the socket.
  socket.end([status, ...headers, '', bytes].join('\r\n'), () => socket.destroy());
}
