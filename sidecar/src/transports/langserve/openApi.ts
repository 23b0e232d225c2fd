import * as z from 'zod';
import { documentedBodySchemas } from './requestSchemas.ts';
import type { Mount, ServeOptions } from './serveOptions.ts';
import { ValidationBody } from './validationDetail.ts';

/** One method of one path. */
export interface Operation {
  readonly summary: string;
  readonly [key: string]: unknown;
}

/** The parts of an OpenAPI 3.1 document that are read here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly [key: string]: unknown;
}

const Metadata = z.object({ run_id: z.uuid(), feedback_tokens: z.array(z.unknown()) });
const ErrorBody = z.looseObject({
  detail: z.string(),
  message: z.string(),
  kind: z.string().optional(),
});
const results = {
  invoke: z.object({ output: z.string(), metadata: Metadata }),
  batch: z.object({
    output: z.array(z.string()),
    metadata: z.object({ responses: z.array(Metadata), run_ids: z.array(z.uuid()) }),
  }),
};

const summaries = {
  invoke: 'The whole answer.',
  batch: 'Several answers, in the order of the inputs.',
  stream: 'The answer as server-sent events: metadata, data …, end (or error).',
  stream_log: 'The log of the run as JSON patches.',
  stream_events: 'The events of the run, in schema v1 or v2.',
} as const;

/** An event of a stream; `data` is JSON, and absent in `end`. */
const SERVER_SENT_EVENT = {
  type: 'object',
  required: ['event'],
  properties: {
    event: { enum: ['metadata', 'data', 'error', 'end'] },
    data: { type: 'string', contentMediaType: 'application/json' },
  },
};

const FAILURES: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  403: 'The Host or the Origin is not allowed',
  408: 'The request did not arrive in time',
  413: 'The body is too long',
  415: 'The content type is not application/json',
  422: 'The body does not match the schema',
  429: 'Too many requests are running',
  502: 'Ollama failed',
  503: 'Ollama or the model is not available, or the server is shutting down',
  504: 'The answer took too long',
};

/** The OpenAPI document of a server. Its schemas are the ones that validate the requests. */
export function openApiDocument(options: ServeOptions, version: string): OpenApiDocument {
  const secured = options.token === undefined ? {} : { security: [{ bearer: [] }] };
  const paths = Object.assign({}, ...options.mounts.map((mount) => mountPaths(mount, options)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Condenser',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...secured,
    paths: { ...paths, ...serverPaths(options) },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: schemaOf(ErrorBody), ValidationError: schemaOf(ValidationBody) },
    },
  };
}

function mountPaths(mount: Mount, options: ServeOptions): OpenApiDocument['paths'] {
  const { path } = mount;
  const bodies = documentedBodySchemas(mount.chain, options.limits);
  const posts = Object.entries(summaries).map(([name, summary]) => [
    `${path}/${name}`,
    { post: runOperation(path, name as keyof typeof summaries, summary, bodies, options) },
  ]);
  return {
    ...(Object.fromEntries(posts) as OpenApiDocument['paths']),
    [`${path}/input_schema`]: getOperation('JSON Schema of the input.', 'object', options),
    [`${path}/output_schema`]: getOperation('JSON Schema of the output.', 'object', options),
    [`${path}/config_schema`]: getOperation('JSON Schema of the configuration.', 'object', options),
    [`${path}/playground/`]: getOperation('A page for trying the chain.', 'page', OPEN),
  };
}

function runOperation(
  path: string,
  name: keyof typeof summaries,
  summary: string,
  bodies: ReturnType<typeof documentedBodySchemas>,
  options: ServeOptions,
): Operation {
  const success =
    name === 'invoke' || name === 'batch'
      ? { 'application/json': { schema: schemaOf(results[name]) } }
      : { 'text/event-stream': { schema: SERVER_SENT_EVENT } };
  return {
    summary,
    operationId: `${path.slice(1).replace(/\W+/g, '_')}_${name}`,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(bodies[name]) } },
    },
    responses: {
      200: { description: 'Answered', content: success },
      ...failures(Object.keys(FAILURES).map(Number), options),
    },
  };
}

function serverPaths(options: ServeOptions): OpenApiDocument['paths'] {
  const status = { 503: jsonAnswer('Ollama or a model is not available', { type: 'object' }) };
  return {
    '/docs': getOperation('This document as a page.', 'page', options),
    '/openapi.json': getOperation('This document.', 'object', options),
    '/healthz': getOperation('Whether the server is running.', 'object', OPEN),
    '/readyz': getOperation('Whether Ollama answers and has a model.', 'object', OPEN, status),
    '/metrics': getOperation('Metrics for Prometheus.', 'text', options),
  };
}

/** Marks a path that does not require a token. */
const OPEN = 'open';

const CONTENT = {
  object: { 'application/json': { schema: { type: 'object' } } },
  page: { 'text/html': { schema: { type: 'string' } } },
  text: { 'text/plain': { schema: { type: 'string' } } },
};

function getOperation(
  summary: string,
  content: keyof typeof CONTENT,
  access: ServeOptions | typeof OPEN,
  more: object = {},
): Readonly<Record<string, Operation>> {
  const success = { 200: { description: 'Answered', content: CONTENT[content] } };
  const security = access === OPEN ? { security: [] } : {};
  const responses = { ...success, ...failures([400, 403, 408], access), ...more };
  return { get: { summary, ...security, responses } };
}

function failures(statuses: readonly number[], access: ServeOptions | typeof OPEN): object {
  const isOpen = access === OPEN || access.token === undefined;
  const token = isOpen ? {} : { 401: 'The Bearer token is missing or wrong' };
  const wanted = Object.fromEntries(statuses.map((status) => [status, FAILURES[status]]));
  return Object.fromEntries(
    Object.entries({ ...wanted, ...token }).map(([status, description]) => [
      status,
      jsonAnswer(String(description), { $ref: schemaOfStatus(status) }),
    ]),
  );
}

function schemaOfStatus(status: string): string {
  return `#/components/schemas/${status === '422' ? 'ValidationError' : 'Error'}`;
}

function jsonAnswer(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...bare } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.prefixItems === undefined) return;
      jsonSchema.minItems = jsonSchema.prefixItems.length;
      jsonSchema.maxItems = jsonSchema.prefixItems.length;
    },
  });
  return bare;
}
