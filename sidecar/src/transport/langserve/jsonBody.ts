import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { HttpProblem } from './httpProblem.ts';
import { validationProblem } from './validationDetail.ts';

/**
 * The body of a request as its schema describes it.
 *
 * @throws HttpProblem 415 where it is not declared as JSON, 413 where it is too long, 422 where it
 * is not what the schema says, naming each field that is wrong.
 */
export async function readBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  maximumBytes: number,
): Promise<z.infer<Schema>> {
  const body = parseJson(await readAll(request, maximumBytes));
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw validationProblem(parsed.error.issues, body);
}

/**
 * Refuses what is not declared as JSON: a page may send a form or plain text to any address without
 * asking first, and JSON only after a preflight.
 */
export function requireJson(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  if (/^application\/json\s*(?:;|$)/i.test(type)) return;
  throw new HttpProblem(415, 'The content type has to be application/json');
}

async function readAll(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  const tooLong = () =>
    // What is not read of it must not be taken for the next request.
    new HttpProblem(413, `The body is longer than ${maximumBytes} bytes`, {
      headers: { connection: 'close' },
    });
  if (Number(request.headers['content-length'] ?? 0) > maximumBytes) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > maximumBytes) throw tooLong();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HttpProblem(422, ['Invalid JSON body']);
  }
}
