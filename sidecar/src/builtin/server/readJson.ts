import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../../http/httpProblem.ts';
import { parseJson, readBody } from '../../http/requestBody.ts';

/** More than any model's context; a client needs no token, so its body must cost little. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Reads the JSON body of a request.
 *
 * @throws HttpProblem when it is not JSON, or too long.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (bytes.length === 0) throw new HttpProblem(400, 'missing request body');
  try {
    return parseJson(bytes);
  } catch (cause) {
    throw new HttpProblem(400, `the body is not JSON: ${(cause as Error).message}`, { cause });
  }
}
