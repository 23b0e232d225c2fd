import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod';
import type { Application } from '../../app/application.ts';
import { MalformedJsonError, readJson } from '../../http/requestBody.ts';
import { type ChainRun, type ChainRunInput, prepareRun } from './chainRun.ts';
import type { ConcurrencyLimiter } from './concurrencyLimiter.ts';
import type { ServeMetrics } from './metrics.ts';
import type { ModelChoice } from './modelChoice.ts';
import { type BodySchemas, bodySchemas, type Configurable } from './requestSchemas.ts';
import type { Mount, ServeLimits } from './serveOptions.ts';
import { jsonProblem, validationProblem } from './validationDetail.ts';
import { beginWork, type Work } from './work.ts';

/** What the routes of a chain need. */
export interface RunServices {
  readonly application: Application;
  readonly choice: ModelChoice;
  readonly limiter: ConcurrencyLimiter;
  readonly metrics: ServeMetrics;
  readonly limits: ServeLimits;
  /** The running requests, which a server ends when it shuts down. */
  readonly running: Set<Work>;
}

/** A request whose body is read and whose work has started. */
export interface RunRequest<Body> {
  readonly body: Body;
  readonly response: ServerResponse;
  readonly work: Work;
}

/** The routes of one chain, over Node's own request and response. */
export class RunRoutes {
  readonly mount: Mount;
  readonly services: RunServices;
  readonly schemas: BodySchemas;

  constructor(mount: Mount, services: RunServices) {
    this.mount = mount;
    this.services = services;
    this.schemas = bodySchemas(mount.chain, services.limits);
  }

  /**
   * Reads the body, then holds a slot of the limiter while `serve` runs. A half-sent request holds
   * none.
   */
  async accept<Schema extends z.ZodType>(
    request: IncomingMessage,
    response: ServerResponse,
    schema: Schema,
    serve: (accepted: RunRequest<z.infer<Schema>>) => Promise<void>,
  ): Promise<void> {
    const { limits, limiter, running } = this.services;
    const body = validate(await readRequest(request, limits.bodyBytes), schema);
    const work = beginWork(response, limiter, limits.generationSeconds, running);
    try {
      work.signal.throwIfAborted();
      await serve({ body, response, work });
    } finally {
      work.end();
    }
  }

  prepare(
    input: ChainRunInput,
    configurable: Configurable,
    signal: AbortSignal,
  ): Promise<ChainRun> {
    const { application, choice } = this.services;
    return prepareRun(application, this.mount.chain, choice, input, configurable, signal);
  }
}

/** @throws ValidationProblem for malformed JSON, as LangServe reports it. */
async function readRequest(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  try {
    return await readJson(request, { maxBytes, requireType: true });
  } catch (error) {
    throw error instanceof MalformedJsonError ? jsonProblem() : error;
  }
}

/** @throws ValidationProblem naming each invalid field. */
function validate<Schema extends z.ZodType>(body: unknown, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw validationProblem(parsed.error.issues, body);
}

/** The metadata that LangServe sends with an output. */
export function runMetadata(): { run_id: string; feedback_tokens: never[] } {
  return { run_id: randomUUID(), feedback_tokens: [] };
}
