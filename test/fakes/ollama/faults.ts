import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Exchange } from './exchange.ts';
import type { Chunking, Fault } from './script.ts';
import { statusBody } from './shapes.ts';

const HTML = 'text/html; charset=utf-8';
const PAGE = '<!DOCTYPE html><html><body><h1>Please sign in to the network</h1></body></html>';

/**
 * Sends a fault that replaces the whole answer.
 *
 * @returns false for a fault inside of a stream.
 */
export async function sendFault(
  exchange: Exchange,
  model: string,
  fault: Fault,
  chunking: Chunking = 'burst',
): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      await sendStatus(exchange, model, fault);
      return true;
    case 'redirect':
      await exchange.respond(302, { Location: fault.location }, '');
      return true;
    case 'htmlPage':
      await exchange.respond(fault.status, { 'Content-Type': HTML }, PAGE);
      return true;
    case 'body':
      await sendBody(exchange, chunking, fault);
      return true;
    case 'emptyBody':
      await exchange.respond(200, { 'Content-Type': 'application/x-ndjson' }, '');
      return true;
    case 'wrongContentLength':
      sendWrongLength(exchange, fault.difference);
      return true;
    case 'notHttp':
      exchange.hangUp('SSH-2.0-OpenSSH_9.2\r\n');
      return true;
    case 'hangUp':
      exchange.hangUp();
      return true;
    default:
      return false;
  }
}

async function sendStatus(
  exchange: Exchange,
  model: string,
  fault: Extract<Fault, { kind: 'status' }>,
): Promise<void> {
  const body = fault.body ?? statusBody(fault.status, model);
  const contentType = fault.contentType ?? 'application/json; charset=utf-8';
  // Ollama's 403 has neither a body nor a content type.
  const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': contentType };
  await exchange.respond(fault.status, headers, body ?? '');
}

/** Two complete lines with a wrong Content-Length. */
function sendWrongLength(exchange: Exchange, difference: number): void {
  const line = '{"model":"fake","message":{"role":"assistant","content":"part"},"done":false}\n';
  const length = 2 * line.length + difference;
  exchange.hangUp(
    'HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n' +
      `Content-Length: ${length}\r\n\r\n${line}${line}`,
  );
}

async function sendBody(
  exchange: Exchange,
  chunking: Chunking,
  { body, status = 200, contentType, encoding, headers = {} }: Extract<Fault, { kind: 'body' }>,
): Promise<void> {
  exchange.head(status, {
    'Content-Type': contentType ?? 'application/x-ndjson',
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
    ...headers,
  });
  await exchange.writeChunked(compressed(Buffer.from(body), encoding), chunking);
  await exchange.end();
}

function compressed(bytes: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gzipSync(bytes);
  if (encoding === 'deflate') return deflateSync(bytes);
  return encoding === 'br' ? brotliCompressSync(bytes) : bytes;
}
