import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpProblem } from './httpProblem.ts';

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
